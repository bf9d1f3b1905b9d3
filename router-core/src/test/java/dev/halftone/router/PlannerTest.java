package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Basis;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import dev.halftone.router.Planner.Constraints;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final long SECOND = 1_000_000_000L;

  private final Candidate cheapSlow = candidate("a", 0, "0.05");
  private final Candidate dearFast = candidate("b", 0, "0.20");
  private final Candidate lower = candidate("c", 1, "0.01");
  private final List<Candidate> all = List.of(dearFast, lower, cheapSlow);

  @Test
  void plan_cheapest_ordersByRungThenCost() {
    assertThat(names(plan(Objective.CHEAPEST, views()))).containsExactly("a", "b", "c");
  }

  @Test
  void plan_fastest_ordersByRungThenLatency() {
    assertThat(names(plan(Objective.FASTEST, views()))).containsExactly("b", "a", "c");
  }

  @Test
  void plan_balanced_weighsSecondsAgainstDollars() {
    // a: 0.05 + 40 s, b: 0.20 + 10 s; they change places at half a cent a second.
    assertThat(names(plan(balanced("0.004"), views()))).containsExactly("a", "b", "c");
    assertThat(names(plan(balanced("0.006"), views()))).containsExactly("b", "a", "c");
  }

  @Test
  void plan_equalPrices_prefersTheRouteWithLessInFlight() {
    List<Candidate> twins = List.of(candidate("x", 0, "0.05"), candidate("y", 0, "0.05"));
    List<RouteView> views = List.of(view(10, 3, 0), view(10, 1, 0));

    assertThat(names(Planner.plan(twins, views, constraints(Objective.CHEAPEST, null, Set.of()))))
        .containsExactly("y", "x");
  }

  @Test
  void plan_maxCost_excludesWithBothFigures() {
    RoutePlan plan =
        Planner.plan(all, views(), constraints(Objective.CHEAPEST, Usd.parse("0.06"), Set.of()));

    assertThat(names(plan)).containsExactly("a", "c");
    assertThat(plan.excluded())
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).contains("0.200000").contains("0.060000"));
  }

  @Test
  void plan_observedLatencyAboveTheTimeLeft_excludes_butAGuessDoesNot() {
    Constraints hurried = new Constraints(Objective.CHEAPEST, Usd.ZERO, null, 5 * SECOND, Set.of());
    List<RouteView> guesses =
        List.of(
            free(new Forecast(10 * SECOND, 20 * SECOND, 20 * SECOND, 0, 1), 0),
            view(1, 0, 0),
            view(40, 0, 0));

    RoutePlan plan = Planner.plan(all, guesses, hurried);

    assertThat(names(plan)).containsExactly("b", "c");
    assertThat(plan.excluded().get(0).reason()).contains("40000 ms").contains("5000 ms left");
  }

  @Test
  void plan_triedRoute_comesLastOnItsRung() {
    assertThat(
            names(
                Planner.plan(
                    all,
                    views(),
                    constraints(Objective.CHEAPEST, null, Set.of(cheapSlow.route())))))
        .containsExactly("b", "a", "c");
  }

  @Test
  void plan_betterRungRestsWhole_saysWhenToPlanAgain() {
    List<RouteView> views =
        List.of(view(10, 0, 3 * SECOND), view(5, 0, 0), view(40, 0, 2 * SECOND));

    RoutePlan plan = Planner.plan(all, views, constraints(Objective.CHEAPEST, null, Set.of()));

    assertThat(names(plan)).containsExactly("c");
    assertThat(plan.wakeInNanos()).isEqualTo(2 * SECOND);
    assertThat(plan.excluded()).allMatch(one -> one.reason().contains("after rate_limited"));
  }

  @Test
  void plan_oneOfABetterRungIsAwake_doesNotWait() {
    List<RouteView> views = List.of(view(10, 0, 0), view(5, 0, 0), view(40, 0, 2 * SECOND));

    assertThat(
            Planner.plan(all, views, constraints(Objective.CHEAPEST, null, Set.of())).wakeInNanos())
        .isZero();
  }

  @Test
  void plan_blockedForGood_isExcludedAndNotWaitedFor() {
    Block never =
        new Block("asks 9 images, more than the 5 a minute that it allows", Block.FOREVER);
    List<RouteView> views = List.of(blocked(never), blocked(never), blocked(never));

    RoutePlan plan = Planner.plan(all, views, constraints(Objective.CHEAPEST, null, Set.of()));

    assertThat(plan.ranked()).isEmpty();
    assertThat(plan.wakeInNanos()).isZero();
    assertThat(plan.excluded()).hasSize(3).allMatch(one -> one.reason().equals(never.reason()));
  }

  @Test
  void plan_blocksOfOneRung_wakesForTheFirstToEnd() {
    List<RouteView> views =
        List.of(
            blocked(new Block("images per minute used up", 9 * SECOND)),
            blocked(new Block("full", Block.FOREVER)),
            blocked(new Block("full", 4 * SECOND)));

    assertThat(
            Planner.plan(all, views, constraints(Objective.CHEAPEST, null, Set.of())).wakeInNanos())
        .isEqualTo(4 * SECOND);
  }

  @Test
  void plan_equalPricesOneNearlyUsedUp_prefersTheOtherWhateverTheLoad() {
    List<Candidate> twins = List.of(candidate("x", 0, "0.05"), candidate("y", 0, "0.05"));
    RouteView scarce =
        new RouteView(
            new Forecast(SECOND, 2 * SECOND, 2 * SECOND, 1, 1), 0, 256, 256, true, null, false);
    List<RouteView> views = List.of(scarce, view(10, 3, 0));

    assertThat(names(Planner.plan(twins, views, constraints(Objective.CHEAPEST, null, Set.of()))))
        .containsExactly("y", "x");
  }

  private static RouteView blocked(Block block) {
    return new RouteView(
        new Forecast(SECOND, 2 * SECOND, 2 * SECOND, 1, 1), 0, 256, 256, false, block, false);
  }

  @Test
  void plan_hugeLatencyAndLoad_doesNotOverflow() {
    List<RouteView> views =
        List.of(
            free(
                new Forecast(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, Long.MAX_VALUE / 4, 0, 1),
                1000),
            view(1, 0, 0),
            view(1, 0, 0));

    assertThat(names(plan(Objective.FASTEST, views))).containsExactly("a", "b", "c");
  }

  private List<RouteView> views() {
    return List.of(view(10, 0, 0), view(5, 0, 0), view(40, 0, 0));
  }

  private static RouteView view(long seconds, int inFlight, long restNanos) {
    return new RouteView(
        new Forecast(seconds * SECOND, 2 * seconds * SECOND, 2 * seconds * SECOND, 1, 1),
        inFlight,
        256,
        256 - inFlight,
        false,
        restNanos > 0 ? new Block("rests after rate_limited", restNanos) : null,
        false);
  }

  private static RouteView free(Forecast forecast, int inFlight) {
    return new RouteView(forecast, inFlight, 4_096, 1, false, null, false);
  }

  private RoutePlan plan(Objective objective, List<RouteView> views) {
    return plan(constraints(objective, null, Set.of()), views);
  }

  private RoutePlan plan(Constraints constraints, List<RouteView> views) {
    return Planner.plan(all, views, constraints);
  }

  private static Constraints balanced(String usdPerSecond) {
    return new Constraints(
        Objective.BALANCED, Usd.parse(usdPerSecond), null, Long.MAX_VALUE, Set.of());
  }

  private static Constraints constraints(
      Objective objective, @Nullable Usd maxCost, Set<Route> tried) {
    return new Constraints(objective, Usd.ZERO, maxCost, Long.MAX_VALUE, tried);
  }

  private static List<String> names(RoutePlan plan) {
    return plan.ranked().stream().map(one -> one.candidate().route().provider()).toList();
  }

  private static Candidate candidate(String name, int rung, String usd) {
    Usd price = Usd.parse(usd);
    Quote quote =
        new Quote(
            "openai",
            "gpt-image-2",
            ImageSpec.builder().build(),
            Usage.NONE,
            price,
            price,
            price,
            Basis.EXACT,
            ThinkingCost.OFF,
            LocalDate.of(2026, 10, 2),
            null,
            List.of(),
            List.of());
    FakeProvider provider = new FakeProvider(name, "openai", "gpt-image-2");
    LatencyClass latencyClass = new LatencyClass(Quality.MEDIUM, 1);
    Part part = new Part(1, quote, quote, price, latencyClass, new Forecast(1, 2, 2, 0, 1));
    return Candidate.of(
        provider,
        new Route(name, "gpt-image-2"),
        Quality.MEDIUM,
        rung,
        List.of(part),
        quote.spec(),
        List.of());
  }
}

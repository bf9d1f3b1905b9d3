package dev.halftone.router;

import static dev.halftone.router.PlanSamples.SECOND;
import static dev.halftone.router.PlanSamples.by;
import static dev.halftone.router.PlanSamples.candidate;
import static dev.halftone.router.PlanSamples.forecast;
import static dev.halftone.router.PlanSamples.known;
import static dev.halftone.router.PlanSamples.names;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.router.Planner.Constraints;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private final Candidate cheapSlow = candidate("a", 0, "0.05");
  private final Candidate dearFast = candidate("b", 0, "0.20");
  private final Candidate lower = candidate("c", 1, "0.01");
  private final List<Candidate> all = List.of(dearFast, lower, cheapSlow);
  private final List<RouteView> views = List.of(view(10), view(5), view(40));

  @Test
  void plan_cheapest_ordersByRungThenCost() {
    assertThat(names(plan(views, by(Preference.cheapest())))).containsExactly("a", "b", "c");
  }

  @Test
  void plan_fastest_ordersByRungThenLatency() {
    assertThat(names(plan(views, by(Preference.fastest())))).containsExactly("b", "a", "c");
  }

  @Test
  void plan_balanced_weighsSecondsAgainstDollars() {
    // a: 0.05 + 40 s, b: 0.20 + 10 s; they change places at half a cent a second.
    assertThat(names(plan(views, by(Preference.balanced(Usd.parse("0.004"))))))
        .containsExactly("a", "b", "c");
    assertThat(names(plan(views, by(Preference.balanced(Usd.parse("0.006"))))))
        .containsExactly("b", "a", "c");
  }

  @Test
  void plan_routeThatFailsBilled_isDearerThanItsPrice() {
    List<Candidate> two = List.of(candidate("flaky", 0, "0.050"), candidate("sound", 0, "0.053"));
    List<RouteView> views =
        List.of(PlanSamples.view(forecast(10, 100, 500_000), 0, null), view(10));

    // Half its calls fail and a tenth of those are billed: 0.05 + 0.05 * 0.05 / 0.5.
    assertThat(new Prospect(two.get(0), views.get(0)).costToSuccessNanos()).isEqualTo(55_000_000);
    assertThat(names(Planner.plan(two, views, by(Preference.cheapest()))))
        .containsExactly("sound", "flaky");
  }

  @Test
  void plan_requestSplitIntoCalls_waitsForTheSlowestAndNeedsEach() {
    Usd quarter = Usd.parse("0.05");
    Candidate split = candidate("split", 0, Quality.MEDIUM, quarter, 4);
    Candidate whole = candidate("whole", 0, Quality.MEDIUM, quarter.times(4), 1);
    List<RouteView> alike = List.of(view(10), view(10));
    RouteView flaky = PlanSamples.view(forecast(10, 100, 500_000), 0, null);

    assertThat(
            names(
                Planner.plan(
                    List.of(split, whole), alike, by(Preference.balanced(Usd.parse("0.003"))))))
        .containsExactly("whole", "split");
    assertThat(new Prospect(split, flaky).timeToSuccessNanos()).isEqualTo(2 * 16 * 10 * SECOND);
    assertThat(new Prospect(whole, flaky).timeToSuccessNanos()).isEqualTo(2 * 10 * SECOND);
  }

  @Test
  void plan_routeThatFailsOften_isSlowerThanItsAnswers() {
    List<Candidate> two = List.of(candidate("flaky", 0, "0.05"), candidate("sound", 0, "0.05"));
    List<RouteView> views =
        List.of(PlanSamples.view(forecast(10, 100, 500_000), 0, null), view(15));

    assertThat(names(Planner.plan(two, views, by(Preference.fastest()))))
        .containsExactly("sound", "flaky");
  }

  @Test
  void plan_maxCost_excludesWithBothFigures() {
    RoutePlan plan = plan(views, within(Usd.parse("0.06"), Long.MAX_VALUE));

    assertThat(names(plan)).containsExactly("a", "c");
    assertThat(plan.excluded())
        .singleElement()
        .satisfies(one -> assertThat(one.reason()).contains("0.200000").contains("0.060000"));
  }

  @Test
  void plan_usuallyTooLate_excludes_butAGuessDoesNot() {
    List<RouteView> guesses =
        List.of(PlanSamples.view(forecast(10, 0, 1), 0, null), view(1), view(40));

    RoutePlan plan = plan(guesses, within(null, 5 * SECOND));

    assertThat(names(plan)).containsExactly("b", "c");
    assertThat(plan.excluded().get(0).reason()).contains("40000 ms").contains("5000 ms left");
  }

  @Test
  void plan_sometimesTooLate_isAskedOnlyIfAllAre() {
    // The 95th percentile is twice the median.
    RoutePlan safeOneLeft = plan(views, within(null, 15 * SECOND));
    RoutePlan noneSafe = plan(List.of(view(10), view(14), view(12)), within(null, 15 * SECOND));

    assertThat(names(safeOneLeft)).containsExactly("c");
    assertThat(safeOneLeft.excluded())
        .anySatisfy(one -> assertThat(one.reason()).contains("one call in twenty takes 20000 ms"));
    assertThat(names(noneSafe)).as("the fastest first").containsExactly("b", "a", "c");
  }

  @Test
  void plan_fewAnswersSayTooLate_isStillTheLastResort() {
    RouteView guess = PlanSamples.view(forecast(40, Planner.GUESS_BELOW_SAMPLES - 1, 1), 0, null);
    RouteView sure = PlanSamples.view(forecast(40, Planner.GUESS_BELOW_SAMPLES, 1), 0, null);

    assertThat(names(plan(List.of(sure, guess, sure), within(null, SECOND)))).containsExactly("c");
  }

  @Test
  void plan_triedRoute_comesLastOnItsRung() {
    Constraints again =
        by(Preference.cheapest(), null, Long.MAX_VALUE, Set.of(cheapSlow.route()), 0);

    assertThat(names(plan(views, again))).containsExactly("b", "a", "c");
  }

  @Test
  void plan_betterRungRestsWhole_saysWhenToPlanAgain() {
    RoutePlan plan =
        plan(List.of(resting(3 * SECOND), view(5), resting(2 * SECOND)), by(Preference.cheapest()));

    assertThat(names(plan)).containsExactly("c");
    assertThat(plan.wakeInNanos()).isEqualTo(2 * SECOND);
    assertThat(plan.excluded()).allMatch(one -> one.reason().contains("after rate_limited"));
  }

  @Test
  void plan_oneOfABetterRungIsAwake_doesNotWait() {
    List<RouteView> views = List.of(view(10), view(5), resting(2 * SECOND));

    assertThat(plan(views, by(Preference.cheapest())).wakeInNanos()).isZero();
  }

  @Test
  void plan_blockedForGood_isExcludedAndNotWaitedFor() {
    RouteView never = resting(Block.FOREVER);

    RoutePlan plan = plan(List.of(never, never, never), by(Preference.cheapest()));

    assertThat(plan.ranked()).isEmpty();
    assertThat(plan.wakeInNanos()).isZero();
    assertThat(plan.excluded()).hasSize(3);
  }

  @Test
  void plan_blocksOfOneRung_wakesForTheFirstToEnd() {
    List<RouteView> views =
        List.of(resting(9 * SECOND), resting(Block.FOREVER), resting(4 * SECOND));

    assertThat(plan(views, by(Preference.cheapest())).wakeInNanos()).isEqualTo(4 * SECOND);
  }

  @Test
  void plan_hugeLatencyLoadAndPrice_doesNotOverflow() {
    long huge = Long.MAX_VALUE / 2;
    Forecast endless = new Forecast(huge, huge, huge, 0, 999_999);
    List<Candidate> two =
        List.of(
            candidate("x", 0, dev.halftone.cost.Quality.LOW, Usd.ofNanos(Long.MAX_VALUE)),
            candidate("y", 0, "1"));
    List<RouteView> views = List.of(PlanSamples.view(endless, 1000, null), view(1));

    for (Preference preference :
        List.of(
            Preference.cheapest(),
            Preference.fastest(),
            Preference.balanced(Usd.ofNanos(Long.MAX_VALUE)))) {
      RoutePlan plan = Planner.plan(two, views, by(preference));
      assertThat(names(plan)).containsExactly("y", "x");
      assertThat(plan.ranked()).allMatch(one -> one.score() > 0);
    }
  }

  @Test
  void plan_ownPreference_decidesWithinTheRung() {
    assertThat(names(plan(views, by(prospect -> prospect.provider().equals("b") ? 0 : 1))))
        .containsExactly("b", "a", "c");
  }

  @Test
  void plan_preferenceThatThrows_isReplacedByTheObjective() {
    RoutePlan plan =
        plan(
            views,
            by(
                prospect -> {
                  throw new IllegalStateException("no idea");
                }));

    assertThat(names(plan)).containsExactly("a", "b", "c");
    assertThat(plan.defect()).hasMessage("no idea");
  }

  private RoutePlan plan(List<RouteView> views, Constraints constraints) {
    return Planner.plan(all, views, constraints);
  }

  private static Constraints within(@Nullable Usd maxCost, long leftNanos) {
    return by(Preference.cheapest(), maxCost, leftNanos, Set.of(), 0);
  }

  private static RouteView view(long seconds) {
    return PlanSamples.view(known(seconds), 0, null);
  }

  private static RouteView resting(long nanos) {
    return PlanSamples.view(known(1), 0, new Block("rests after rate_limited", nanos));
  }
}

package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.router.Planner.Constraints;
import dev.halftone.router.RoutePlan.Excluded;
import dev.halftone.router.RoutePlan.Ranked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every plan, over random snapshots; the seed is printed with a failure. */
class PlannerProperties {
  private static final int MOST_CANDIDATES = 40;
  private static final int SECONDS = 60;

  private record Snapshot(
      List<Candidate> candidates, List<RouteView> views, Constraints constraints) {
    RoutePlan plan() {
      return Planner.plan(candidates, views, constraints);
    }

    RouteView viewOf(Candidate candidate) {
      return views.get(candidates.indexOf(candidate));
    }
  }

  @Property
  void plan_anySnapshot_keepsOrExcludesEachCandidateOnce(@ForAll long seed) {
    Snapshot snapshot = snapshot(new Random(seed));
    RoutePlan plan = snapshot.plan();

    List<String> seen = new ArrayList<>(PlanSamples.names(plan));
    plan.excluded().stream().map(Excluded::provider).forEach(seen::add);
    assertThat(seen)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            snapshot.candidates().stream().map(one -> one.route().provider()).toList());
  }

  @Property
  void plan_anySnapshot_ranksOnlyWhatTheConstraintsAllow(@ForAll long seed) {
    Snapshot snapshot = snapshot(new Random(seed));
    Constraints constraints = snapshot.constraints();

    for (Ranked one : snapshot.plan().ranked()) {
      RouteView view = snapshot.viewOf(one.candidate());
      Forecast forecast = view.forecast();
      assertThat(view.block()).isNull();
      assertThat(
              constraints.maxCost() != null
                  && one.candidate().quote().most().isMoreThan(constraints.maxCost()))
          .isFalse();
      assertThat(
              forecast.samples() >= Planner.GUESS_BELOW_SAMPLES
                  && forecast.expectedNanos() > constraints.leftNanos())
          .isFalse();
    }
  }

  @Property
  void plan_anySnapshot_isInTheOrderOfPlaceAndScore(@ForAll long seed) {
    Snapshot snapshot = snapshot(new Random(seed));
    List<Ranked> ranked = snapshot.plan().ranked();

    for (int i = 1; i < ranked.size(); i++) {
      Ranked before = ranked.get(i - 1);
      Ranked after = ranked.get(i);
      assertThat(before.place()).isLessThanOrEqualTo(after.place());
      if (before.place() == after.place()) {
        // At most the hundredth within which load is spread.
        assertThat(before.score()).isLessThanOrEqualTo(after.score() + after.score() / 100 + 1);
      }
    }
  }

  @Property
  void plan_anySnapshot_isTheSameAgain(@ForAll long seed) {
    Snapshot snapshot = snapshot(new Random(seed));

    assertThat(snapshot.plan()).isEqualTo(snapshot.plan());
  }

  @Property
  void plan_anyTurn_changesNothingButTheOrderOfEquals(@ForAll long seed, @ForAll long turn) {
    Snapshot snapshot = snapshot(new Random(seed));
    Constraints other = snapshot.constraints();
    RoutePlan plan = snapshot.plan();
    RoutePlan turned =
        Planner.plan(
            snapshot.candidates(),
            snapshot.views(),
            PlanSamples.by(
                other.preference(), other.maxCost(), other.leftNanos(), other.tried(), turn));

    assertThat(turned.ranked()).containsExactlyInAnyOrderElementsOf(plan.ranked());
    assertThat(turned.excluded()).isEqualTo(plan.excluded());
    assertThat(turned.wakeInNanos()).isEqualTo(plan.wakeInNanos());
  }

  private static Snapshot snapshot(Random random) {
    int count = random.nextInt(MOST_CANDIDATES + 1);
    List<Candidate> candidates = new ArrayList<>();
    List<RouteView> views = new ArrayList<>();
    Set<Route> tried = new HashSet<>();
    for (int i = 0; i < count; i++) {
      // Few prices, so that many are alike.
      Usd price =
          Usd.ofNanos(50_000_000L + random.nextInt(4) * (random.nextBoolean() ? 1L : 1000L));
      Candidate candidate =
          PlanSamples.candidate("p" + i, random.nextInt(3), Quality.MEDIUM, price);
      candidates.add(candidate);
      views.add(view(random));
      if (random.nextInt(5) == 0) {
        tried.add(candidate.route());
      }
    }
    List<Preference> preferences =
        List.of(
            Preference.cheapest(),
            Preference.fastest(),
            Preference.balanced(Usd.ofNanos(random.nextInt(2_000_000))));
    Usd maxCost = random.nextBoolean() ? null : Usd.ofNanos(50_000_000L + random.nextInt(4_000));
    long left = (1 + random.nextInt(2 * SECONDS)) * PlanSamples.SECOND;
    return new Snapshot(
        candidates,
        views,
        PlanSamples.by(
            preferences.get(random.nextInt(3)), maxCost, left, tried, random.nextLong()));
  }

  private static RouteView view(Random random) {
    Forecast forecast =
        PlanSamples.forecast(
            1 + random.nextInt(SECONDS), random.nextInt(10), 1 + random.nextInt(999_999));
    int limit = 1 + random.nextInt(10);
    Block block =
        random.nextInt(6) > 0
            ? null
            : new Block("rests", random.nextBoolean() ? Block.FOREVER : 1 + random.nextInt(1_000));
    return PlanSamples.view(
        forecast, random.nextInt(limit + 1), limit, random.nextInt(8) == 0, block);
  }
}

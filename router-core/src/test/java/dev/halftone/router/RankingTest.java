package dev.halftone.router;

import static dev.halftone.router.PlanSamples.by;
import static dev.halftone.router.PlanSamples.candidate;
import static dev.halftone.router.PlanSamples.known;
import static dev.halftone.router.PlanSamples.names;
import static dev.halftone.router.PlanSamples.view;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final RouteView IDLE = view(known(10), 0, null);

  private final List<Candidate> equals =
      List.of(candidate("x", 0, "0.05"), candidate("y", 0, "0.05"), candidate("z", 0, "0.05"));

  @Test
  void sort_equalIdleRoutes_areFirstEquallyOften() {
    Map<String, Integer> first = new HashMap<>();
    for (int turn = 0; turn < 300; turn++) {
      RoutePlan plan = plan(equals, List.of(IDLE, IDLE, IDLE), turn);
      first.merge(names(plan).get(0), 1, Integer::sum);
    }

    assertThat(first).isEqualTo(Map.of("x", 100, "y", 100, "z", 100));
  }

  @Test
  void sort_callsThatDoNotEnd_fillEqualRoutesByTheirLimits() {
    int[] inFlight = new int[3];
    int[] limits = {10, 20, 30};
    for (int turn = 0; turn < 60; turn++) {
      List<RouteView> views =
          List.of(
              view(known(10), inFlight[0], limits[0], false, null),
              view(known(10), inFlight[1], limits[1], false, null),
              view(known(10), inFlight[2], limits[2], false, null));
      inFlight["xyz".indexOf(names(plan(equals, views, turn)).get(0))]++;
    }

    assertThat(inFlight).containsExactly(limits);
  }

  @Test
  void sort_pricesWithinAHundredth_areEqual() {
    List<Candidate> near = List.of(candidate("x", 0, "0.1000"), candidate("y", 0, "0.1010"));
    List<Candidate> apart = List.of(candidate("x", 0, "0.1000"), candidate("y", 0, "0.1011"));
    List<RouteView> views = List.of(view(known(10), 1, null), IDLE);

    assertThat(names(plan(near, views, 0))).containsExactly("y", "x");
    assertThat(names(plan(apart, views, 0))).containsExactly("x", "y");
  }

  @Test
  void sort_equalPrices_prefersAMuchFasterRouteWhateverTheTurn() {
    List<RouteView> views = List.of(view(known(60), 0, null), IDLE, view(known(12), 0, null));

    for (int turn = 0; turn < 6; turn++) {
      assertThat(names(plan(equals, views, turn)).get(2)).isEqualTo("x");
    }
    assertThat(names(plan(equals, views, 0)).get(0)).isEqualTo("y");
    assertThat(names(plan(equals, views, 1)).get(0)).isEqualTo("z");
  }

  @Test
  void sort_equalPricesOneNearlyUsedUp_prefersTheOthersWhateverTheLoad() {
    List<RouteView> views =
        List.of(
            view(known(1), 0, 256, true, null), view(known(10), 3, null), view(known(10), 4, null));

    assertThat(names(plan(equals, views, 0))).containsExactly("y", "z", "x");
  }

  @Test
  void sort_negativeScores_areEqualOnlyIfTheSame() {
    Preference below = prospect -> prospect.provider().equals("y") ? -1_000 : -999;

    for (int turn = 0; turn < 4; turn++) {
      RoutePlan plan =
          Planner.plan(
              equals, List.of(IDLE, IDLE, IDLE), by(below, null, Long.MAX_VALUE, Set.of(), turn));
      assertThat(names(plan).get(0)).isEqualTo("y");
    }
  }

  private static RoutePlan plan(List<Candidate> candidates, List<RouteView> views, long turn) {
    return Planner.plan(
        candidates, views, by(Preference.cheapest(), null, Long.MAX_VALUE, Set.of(), turn));
  }
}

package dev.halftone.router;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order in which candidates are to be tried, and why the others are not.
 *
 * @param ranked best first
 * @param excluded by a constraint of this instant
 * @param wakeInNanos if above 0, the time after which a blocked route is worth planning for again:
 *     one of a better rung than all that are ranked, or any at all if none is ranked
 * @param defect what the preference threw, so that the objective decided; usually null
 * @param inHaste whether all that are ranked may be late, so that speed decided
 */
record RoutePlan(
    List<Ranked> ranked,
    List<Excluded> excluded,
    long wakeInNanos,
    @Nullable RuntimeException defect,
    boolean inHaste) {
  /**
   * A candidate with the view it was ranked by.
   *
   * @param place the rung, and whether its route failed this request before: compared first
   * @param score compared next; lower is better
   * @param nanos how long it takes in the end, compared among those of like scores
   */
  record Ranked(Candidate candidate, RouteView view, int place, long score, long nanos) {}

  /**
   * A candidate that a constraint keeps out.
   *
   * @param view what it was judged by
   */
  record Excluded(Candidate candidate, RouteView view, String reason) {
    String provider() {
      return candidate.route().provider();
    }

    String model() {
      return candidate.model();
    }
  }
}

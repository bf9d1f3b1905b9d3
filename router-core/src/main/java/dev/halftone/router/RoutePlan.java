package dev.halftone.router;

import dev.halftone.router.Estimate.Exclusion;
import java.util.List;

/**
 * The order in which candidates are to be tried, and why the others are not.
 *
 * @param ranked best first
 * @param excluded by a constraint of this instant
 * @param wakeInNanos if above 0, the time after which a blocked route is worth planning for again:
 *     one of a better rung than all that are ranked, or any at all if none is ranked
 */
record RoutePlan(List<Ranked> ranked, List<Exclusion> excluded, long wakeInNanos) {
  /** A candidate with the view it was ranked by. */
  record Ranked(Candidate candidate, RouteView view) {}
}

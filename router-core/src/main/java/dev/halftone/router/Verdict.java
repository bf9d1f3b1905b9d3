package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.router.DecisionRecord.Fate;
import dev.halftone.router.DecisionRecord.Plan;
import dev.halftone.router.DecisionRecord.RankedBy;
import dev.halftone.router.RoutePlan.Ranked;

/** Words what became of a ranked candidate, and how far behind the best it was. Pure. */
final class Verdict {
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private Verdict() {}

  static String of(Fate fate, int rank, Ranked one, Ranked best, boolean exploring, Plan plan) {
    String fateful =
        switch (fate) {
          case CHOSEN -> "chosen";
          case FAILED -> "failed";
          case REFUSED -> "refused by a budget";
          case PASSED_OVER, EXCLUDED, UNFIT -> "ranked " + rank + ", not needed";
        };
    String more = exploring ? "tried first, to learn about its route" : "";
    if (!one.equals(best)) {
      String behind = behind(one, best, plan);
      more = more.isEmpty() ? behind : more + ", though " + behind;
    }
    return more.isEmpty() ? fateful : fateful + ": " + more;
  }

  private static String behind(Ranked one, Ranked best, Plan plan) {
    int rungs = one.candidate().rung() - best.candidate().rung();
    if (rungs > 0) {
      return "%d rung%s below the best".formatted(rungs, rungs == 1 ? "" : "s");
    }
    long worse = one.score() - best.score();
    if (worse <= 0 || one.place() != best.place()) {
      return "as good as the best, and not its turn";
    }
    if (plan.inHaste() || plan.by() == RankedBy.FASTEST) {
      return "%s slower than the best at %d %%".formatted(millis(worse), plan.quantilePercent());
    }
    return switch (plan.by()) {
      case CHEAPEST -> "$%s dearer than the best".formatted(Usd.ofNanos(worse));
      case BALANCED -> "$%s worse in cost and time".formatted(Usd.ofNanos(worse));
      case FASTEST, OWN -> "%d points worse than the best".formatted(worse);
    };
  }

  private static String millis(long nanos) {
    return nanos < NANOS_PER_MILLI ? "less than 1 ms" : nanos / NANOS_PER_MILLI + " ms";
  }
}

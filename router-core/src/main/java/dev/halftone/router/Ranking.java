package dev.halftone.router;

import dev.halftone.router.RoutePlan.Ranked;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Sorts by place and score, and spreads load over those that are as good as equal. A pure function.
 */
final class Ranking {
  /** Scores within a hundredth of the best of them count as equal. */
  private static final long SCORE_BAND = 100;

  /** Of those, the ones that take up to a quarter longer than the fastest share the load. */
  private static final long TIME_BAND = 4;

  private static final Comparator<Ranked> BY_SCORE =
      (one, other) ->
          one.place() != other.place()
              ? Integer.compare(one.place(), other.place())
              : Long.compare(one.score(), other.score());
  private static final Comparator<Ranked> BY_TIME =
      (one, other) ->
          one.view().scarce() != other.view().scarce()
              ? Boolean.compare(one.view().scarce(), other.view().scarce())
              : Long.compare(one.nanos(), other.nanos());
  private static final Comparator<Ranked> BY_LOAD =
      (one, other) ->
          Long.compare(
              (long) one.view().inFlight() * other.view().inFlightLimit(),
              (long) other.view().inFlight() * one.view().inFlightLimit());

  private Ranking() {}

  /**
   * Sorts best first. Of those with like scores, one with scarce limits comes last, then a much
   * slower one, then the one whose calls in flight take the largest share of its limit; the rest
   * take turns.
   */
  static void sort(Ranked[] ranked, long turn) {
    Arrays.sort(ranked, BY_SCORE);
    for (int from = 0; from < ranked.length; ) {
      Ranked best = ranked[from];
      int to = from + 1;
      while (to < ranked.length
          && ranked[to].place() == best.place()
          && isLike(best.score(), ranked[to].score(), SCORE_BAND)) {
        to++;
      }
      if (to - from > 1) {
        sortByTime(ranked, from, to, turn);
      }
      from = to;
    }
  }

  private static void sortByTime(Ranked[] ranked, int start, int end, long turn) {
    Arrays.sort(ranked, start, end, BY_TIME);
    for (int from = start; from < end; ) {
      Ranked best = ranked[from];
      int to = from + 1;
      while (to < end
          && ranked[to].view().scarce() == best.view().scarce()
          && isLike(best.nanos(), ranked[to].nanos(), TIME_BAND)) {
        to++;
      }
      if (to - from > 1) {
        Arrays.sort(ranked, from, to, BY_LOAD);
        takeTurns(ranked, from, to, turn);
      }
      from = to;
    }
  }

  /** Whether a value is at most one part of the best above it; negative ones only if equal. */
  private static boolean isLike(long best, long next, long parts) {
    return next <= (best > 0 ? Saturated.sum(best, best / parts) : best);
  }

  private static void takeTurns(Ranked[] ranked, int from, int to, long turn) {
    for (int first = from; first < to; ) {
      int last = first + 1;
      while (last < to && BY_LOAD.compare(ranked[first], ranked[last]) == 0) {
        last++;
      }
      rotate(ranked, first, last, (int) Math.floorMod(turn, (long) (last - first)));
      first = last;
    }
  }

  private static void rotate(Ranked[] ranked, int from, int to, int by) {
    if (by > 0) {
      reverse(ranked, from, from + by);
      reverse(ranked, from + by, to);
      reverse(ranked, from, to);
    }
  }

  private static void reverse(Ranked[] ranked, int from, int to) {
    for (int low = from, high = to - 1; low < high; low++, high--) {
      Ranked moved = ranked[low];
      ranked[low] = ranked[high];
      ranked[high] = moved;
    }
  }
}

package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Window;
import java.time.Instant;
import java.util.List;

/**
 * How large a slice is asked for, and until when it may serve. Pure; nano-dollars and milliseconds.
 */
final class SliceSize {
  private SliceSize() {}

  /** What the fullest of these budgets has left; below 0 after an overrun. */
  static long room(List<BudgetState> states) {
    long room = Long.MAX_VALUE;
    for (BudgetState state : states) {
      room = Math.min(room, left(state.budget(), state.committed().nanos()));
    }
    return room;
  }

  static long room(Reservation.Refused refused) {
    return left(
        refused.budget(), refused.spent().plus(refused.held()).plus(refused.suspense()).nanos());
  }

  private static long left(Budget budget, long committed) {
    return budget.limit().nanos() - committed;
  }

  /** What to take ahead of need: a share of the room. */
  static long ahead(long room, LeaseOptions options) {
    return Math.min(Math.max(0, room) / options.shareOfRoom(), options.sliceAmount().nanos());
  }

  /**
   * What to ask for: the first of those who wait at least, all of them if there is room, and what
   * may be taken ahead if that is more.
   */
  static long toAsk(long room, long first, long all, LeaseOptions options) {
    return Math.max(Math.max(first, Math.min(all, room)), ahead(room, options));
  }

  /**
   * Until when, by a clock that differs from the ledger's by no more than the skew, a slice is
   * charged to the same windows as a request reserved at that moment.
   *
   * <p>Around the end of a window, as far as the clocks may differ, nobody here knows which window
   * a slice is charged to: it serves until that time is over, and only those who waited for it.
   */
  static long openUntilMillis(List<BudgetState> states, Instant now, LeaseOptions options) {
    long until = Long.MAX_VALUE;
    for (BudgetState state : states) {
      if (state.budget().window() instanceof Window.Calendar calendar) {
        Instant left = calendar.end(now.minus(options.clockSkew())).plus(options.clockSkew());
        Instant right = calendar.end(now.plus(options.clockSkew())).minus(options.clockSkew());
        until = Math.min(until, Math.min(left.toEpochMilli(), right.toEpochMilli()));
      }
    }
    return until;
  }

  /** Whether a window may be ending or beginning just now. */
  static boolean isDoubtful(List<BudgetState> states, Instant now, LeaseOptions options) {
    for (BudgetState state : states) {
      if (state.budget().window() instanceof Window.Calendar calendar
          && !calendar
              .end(now.minus(options.clockSkew()))
              .equals(calendar.end(now.plus(options.clockSkew())))) {
        return true;
      }
    }
    return false;
  }
}

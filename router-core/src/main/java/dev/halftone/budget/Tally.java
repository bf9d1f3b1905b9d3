package dev.halftone.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** One limit and its present window. Its monitor guards changes of the limit and of the window. */
final class Tally {
  final AtomicLong refusals = new AtomicLong();

  /** How long settled money counts in a rolling window; 0 for other windows. */
  final long lengthMillis;

  final long sliceMillis;
  private Budget budget;
  private volatile Period period;

  Tally(Budget budget) {
    this.budget = budget;
    if (budget.window() instanceof Window.Rolling rolling) {
      this.lengthMillis = millisRoundedUp(rolling.length());
      this.sliceMillis = (lengthMillis - 1) / Window.Rolling.SLICES + 1;
    } else {
      this.lengthMillis = 0;
      this.sliceMillis = 0;
    }
    // A calendar's first window begins when it is first asked for.
    boolean ends = budget.window() instanceof Window.Calendar;
    this.period = new Period(this, Long.MIN_VALUE, ends ? Long.MIN_VALUE : Long.MAX_VALUE, budget);
  }

  Budget budget() {
    return period.standing().budget;
  }

  /** The present window; it has begun later than this time if another thread saw a later one. */
  Period period(long nowMillis) {
    Period present = period;
    return nowMillis < present.endMillis ? present : next(nowMillis);
  }

  private synchronized Period next(long nowMillis) {
    if (nowMillis >= period.endMillis && budget.window() instanceof Window.Calendar calendar) {
      Instant now = Instant.ofEpochMilli(nowMillis);
      period =
          new Period(
              this, calendar.start(now).toEpochMilli(), calendar.end(now).toEpochMilli(), budget);
    }
    return period;
  }

  /** Sets another limit over the same window; what stands on it stays. */
  synchronized void put(Budget other) {
    budget = other;
    period.put(other);
  }

  private static long millisRoundedUp(Duration length) {
    try {
      return Math.max(1, length.plusNanos(999_999).toMillis());
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }
}

package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * How long a route or provider is left alone after failures, and why.
 *
 * <p>The provider's own word is believed up to a cap; without it the rest doubles with each failure
 * in a row. Faults that a single call may suffer are the {@link Breaker}'s business. Thread-safe.
 */
final class Rest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long LONGEST_BELIEVED = 600 * SECOND;
  private static final int MOST_DOUBLINGS = 6;

  private int failuresInRow;
  private long untilNanos = Long.MIN_VALUE;
  private @Nullable String why;

  synchronized void succeeded() {
    failuresInRow = 0;
    untilNanos = Long.MIN_VALUE;
    why = null;
  }

  /**
   * A state that lasts: rests at once, for as long as the provider says or a guess that doubles.
   */
  synchronized void refused(String reason, long nowNanos, long saidNanos, long guessNanos) {
    failuresInRow++;
    long nanos =
        saidNanos > 0
            ? Math.min(saidNanos, LONGEST_BELIEVED)
            : Math.min(guessNanos << Math.min(failuresInRow - 1, MOST_DOUBLINGS), LONGEST_BELIEVED);
    rest(reason, nowNanos, nanos);
  }

  private void rest(String reason, long nowNanos, long nanos) {
    long until = nowNanos + nanos;
    if (untilNanos == Long.MIN_VALUE || until - untilNanos > 0) {
      untilNanos = until;
      why = reason;
    }
  }

  /** Nanoseconds still to rest; 0 if it is awake. */
  synchronized long leftNanos(long nowNanos) {
    return untilNanos == Long.MIN_VALUE ? 0 : Math.max(0, untilNanos - nowNanos);
  }

  /** Why it takes no call now; null if it is awake. */
  synchronized @Nullable Block block(long nowNanos) {
    long left = leftNanos(nowNanos);
    return left == 0
        ? null
        : new Block(
            "rests for another %d ms after %s".formatted(left / NANOS_PER_MILLI, why), left);
  }
}

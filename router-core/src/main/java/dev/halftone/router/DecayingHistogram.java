package dev.halftone.router;

import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.ShortCountsHistogram;

/**
 * Latencies seen, the older the less they count: all weights are halved every ten minutes and
 * whenever they come to {@value #MOST_SAMPLES} new answers. Eight answers' worth is always kept, so
 * that a route that rests overnight is not a stranger in the morning.
 *
 * <p>Good to 1 % between a millisecond and an hour, and clamped to that. 4.3 KB, whatever was seen.
 * Not thread-safe.
 */
final class DecayingHistogram {
  static final int MOST_SAMPLES = 1_024;
  static final int KEPT_SAMPLES = 8;
  static final long HALF_LIFE_NANOS = 600_000_000_000L;
  static final long LONGEST_NANOS = 3_600_000_000_000L;

  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long LONGEST_MILLIS = LONGEST_NANOS / NANOS_PER_MILLI;
  private static final int DIGITS = 2;
  // A single answer is told apart for four half-lives; the most samples fit a short count.
  private static final int WEIGHT = 16;

  private ShortCountsHistogram weights = empty();
  private long halvedAtNanos;

  DecayingHistogram(long nowNanos) {
    halvedAtNanos = nowNanos;
  }

  private static ShortCountsHistogram empty() {
    return new ShortCountsHistogram(1, LONGEST_MILLIS, DIGITS);
  }

  void record(long nanos, long nowNanos) {
    decay(nowNanos);
    long millis = Math.max(1, Math.min(nanos / NANOS_PER_MILLI, LONGEST_MILLIS));
    weights.recordValueWithCount(millis, WEIGHT);
    if (weights.getTotalCount() >= (long) MOST_SAMPLES * WEIGHT) {
      halve();
    }
  }

  /** Brings the weights up to date. */
  void decay(long nowNanos) {
    while (nowNanos - decaysAtNanos() >= 0) {
      if (weights.getTotalCount() < 2L * KEPT_SAMPLES * WEIGHT) {
        halvedAtNanos = nowNanos;
      } else {
        halvedAtNanos += HALF_LIFE_NANOS;
        halve();
      }
    }
  }

  /** When the weights change next without an answer. */
  long decaysAtNanos() {
    return halvedAtNanos + HALF_LIFE_NANOS;
  }

  private void halve() {
    ShortCountsHistogram halved = empty();
    for (HistogramIterationValue one : weights.recordedValues()) {
      halved.recordValueWithCount(one.getValueIteratedTo(), one.getCountAtValueIteratedTo() / 2);
    }
    weights = halved;
  }

  /** How many fresh answers the weights are worth. */
  long samples() {
    long total = weights.getTotalCount();
    return total == 0 ? 0 : Math.max(1, total / WEIGHT);
  }

  /** The latency that so many of a hundred answers do not exceed, in nanoseconds. */
  long quantileNanos(int percent) {
    return weights.getValueAtPercentile(percent) * NANOS_PER_MILLI;
  }
}

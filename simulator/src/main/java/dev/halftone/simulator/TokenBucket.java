package dev.halftone.simulator;

/** A rate limit at work. Time is passed in, in simulated nanoseconds. Not thread-safe. */
final class TokenBucket {
  private static final double NANOS_PER_MINUTE = 60e9;
  private static final double ROUNDING = 1e-6;

  private final RateLimit limit;
  private double level;
  private long filledAtNanos;

  TokenBucket(RateLimit limit, long nowNanos) {
    this.limit = limit;
    this.level = limit.burst();
    this.filledAtNanos = nowNanos;
  }

  boolean keeps(RateLimit other) {
    return limit.equals(other);
  }

  /** Takes {@code units} and returns 0, or takes nothing and returns how long to wait. */
  long take(int units, long nowNanos) {
    fill(nowNanos);
    if (level + ROUNDING >= units) {
      level = Math.max(0, level - units);
      return 0;
    }
    return Math.max(1, nanosToGain(units - level));
  }

  /** Whole units there are. */
  int remaining(long nowNanos) {
    fill(nowNanos);
    return (int) (level + ROUNDING);
  }

  /** How long until the bucket is full again. */
  long nanosToFull(long nowNanos) {
    fill(nowNanos);
    return nanosToGain(limit.burst() - level);
  }

  private long nanosToGain(double units) {
    return (long) Math.ceil(units / limit.perMinute() * NANOS_PER_MINUTE);
  }

  private void fill(long nowNanos) {
    if (nowNanos > filledAtNanos) {
      double gained = (nowNanos - filledAtNanos) / NANOS_PER_MINUTE * limit.perMinute();
      level = Math.min(limit.burst(), level + gained);
      filledAtNanos = nowNanos;
    }
  }
}

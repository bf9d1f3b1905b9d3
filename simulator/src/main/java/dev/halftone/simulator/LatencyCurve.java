package dev.halftone.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * How long one provider takes, in simulated time: lognormal around a median that grows with the
 * image tokens of one picture, {@code base + perThousandTokens * tokens / 1000}. Immutable; does no
 * I/O.
 *
 * <p>No provider publishes medians. The shipped numbers are invented, but agree with the few
 * observations there are (a high 1024x1024 of gpt-image-2 in about 90 s, "10 to 30 s typical" on
 * Azure, 2.6-flare in 8 to 12 s).
 *
 * @param base median of a picture that needs no tokens, 0 or more
 * @param perThousandTokens added to the median for every thousand image tokens, 0 or more
 * @param sigma spread of the logarithm of the duration, 0 to 2
 */
public record LatencyCurve(Duration base, Duration perThousandTokens, double sigma) {

  /** A simulated call never takes longer than this, whatever the dice say. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of range
   */
  public LatencyCurve {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(perThousandTokens, "perThousandTokens");
    if (base.isNegative() || base.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("base is " + base + "; allowed is PT0S to " + LONGEST);
    }
    if (perThousandTokens.isNegative() || perThousandTokens.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "perThousandTokens is " + perThousandTokens + "; allowed is PT0S to " + LONGEST);
    }
    if (!(sigma >= 0 && sigma <= 2)) {
      throw new IllegalArgumentException("sigma is " + sigma + "; allowed is 0 to 2");
    }
  }

  /** Answers at once. */
  public static LatencyCurve instant() {
    return new LatencyCurve(Duration.ZERO, Duration.ZERO, 0);
  }

  /** The same, with a median that many times as long, and never longer than the longest. */
  LatencyCurve times(double factor) {
    return new LatencyCurve(times(base, factor), times(perThousandTokens, factor), sigma);
  }

  private static Duration times(Duration duration, double factor) {
    double nanos = Math.min(duration.toNanos() * factor, (double) LONGEST.toNanos());
    return Duration.ofNanos((long) nanos);
  }

  /** The duration in nanoseconds at {@code gaussian} standard deviations from the median. */
  long nanosAt(double tokens, double pace, double gaussian) {
    double median = base.toNanos() + perThousandTokens.toNanos() * tokens / 1000;
    double nanos = median * pace * StrictMath.exp(sigma * gaussian);
    return (long) Math.min(nanos, (double) LONGEST.toNanos());
  }
}

package dev.halftone.simulator;

/**
 * A token bucket in simulated time, one for each model of a provider. OpenAI and Vercel count
 * images, Azure counts requests. Immutable; does no I/O.
 *
 * @param perMinute refill per simulated minute, 1 to 1,000,000
 * @param burst what a full bucket holds, 1 to 1,000,000; a call that needs more can never pass
 */
public record RateLimit(int perMinute, int burst) {

  static final int MOST = 1_000_000;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of range
   */
  public RateLimit {
    if (perMinute < 1 || perMinute > MOST) {
      throw new IllegalArgumentException(
          "perMinute is " + perMinute + "; allowed is 1 to 1,000,000");
    }
    if (burst < 1 || burst > MOST) {
      throw new IllegalArgumentException("burst is " + burst + "; allowed is 1 to 1,000,000");
    }
  }

  /** A limit no test will reach. */
  public static RateLimit generous() {
    return new RateLimit(MOST, MOST);
  }
}

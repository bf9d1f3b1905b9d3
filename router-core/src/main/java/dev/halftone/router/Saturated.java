package dev.halftone.router;

/**
 * Arithmetic of scores, which are compared and never charged: what would leave the range of a long
 * stays at its largest value. Arguments are never negative.
 */
final class Saturated {
  private static final long MILLION = 1_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long MILLIS_PER_SECOND = 1_000L;

  private Saturated() {}

  static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  static long product(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }

  /** {@code amount * part / whole}, rounded down; part and whole are at most a few billion. */
  static long share(long amount, long part, long whole) {
    return sum(product(amount / whole, part), amount % whole * part / whole);
  }

  /**
   * What is spent until one call succeeds if each call takes that much, rounded down.
   *
   * @param failuresPerMillion 0 to 999,999
   */
  static long untilSuccess(long amount, int failuresPerMillion) {
    return share(amount, MILLION, MILLION - failuresPerMillion);
  }

  /**
   * How often at least one of so many calls fails.
   *
   * @param failuresPerMillion of each, 0 to 999,999
   * @return of a million, at most 999,999
   */
  static int anyOf(int calls, int failuresPerMillion) {
    long allSucceed = MILLION;
    for (int i = 0; i < calls; i++) {
      allSucceed = allSucceed * (MILLION - failuresPerMillion) / MILLION;
    }
    return (int) (MILLION - Math.max(1, allSucceed));
  }

  /** What waiting is worth, in whole milliseconds, rounded down to the nano-dollar. */
  static long priceOf(long nanos, long nanoUsdPerSecond) {
    return product(nanos / NANOS_PER_MILLI, nanoUsdPerSecond) / MILLIS_PER_SECOND;
  }
}

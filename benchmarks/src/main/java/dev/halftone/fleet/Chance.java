package dev.halftone.fleet;

/**
 * Chance as a pure function: what happens to a request at a provider depends on who, where and how
 * often, and never on what was drawn before. So every strategy meets the same fates, and somebody
 * who knows the seed knows them beforehand.
 */
final class Chance {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Chance() {}

  /** Evenly distributed over 0 (included) to 1 (excluded). */
  static double even(long seed, long... keys) {
    return (hash(seed, keys) >>> 11) * 0x1.0p-53;
  }

  /** Normally distributed with mean 0 and deviation 1. */
  static double normal(long seed, long one, long two, long three, long four) {
    double first = 1 - even(seed, one, two, three, four, 1);
    double second = even(seed, one, two, three, four, 2);
    return Math.sqrt(-2 * Math.log(first)) * Math.cos(2 * Math.PI * second);
  }

  static long hash(long seed, long... keys) {
    long state = mix(seed + GOLDEN);
    for (long key : keys) {
      state = mix(state ^ (key + GOLDEN));
    }
    return state;
  }

  private static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

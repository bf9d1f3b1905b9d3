package dev.halftone.cost;

/**
 * The share of bills to leave out on one side, steered by how many were left out: adaptive
 * conformal inference. Not thread-safe.
 *
 * <p>Each bill outside makes the side more careful, each bill inside a little less, so that over
 * time the share outside is the one wanted whatever the bills do. Shares are in billionths.
 */
final class TailLevel {
  static final long ALL = 1_000_000_000;

  /** A bill outside moves the level by about one in so many. */
  static final int STEPS = 200;

  /** How far a quiet stretch may loosen the level, as a multiple of the share wanted. */
  private static final int LOOSEST = 4;

  /** How far a burst may tighten it, so that it comes back from there. */
  private static final long TIGHTEST = -ALL / 20;

  private final long wanted;
  private long level;

  TailLevel(long wanted) {
    this.wanted = wanted;
    this.level = wanted;
  }

  long level() {
    return level;
  }

  void restore(long level) {
    this.level = Math.max(TIGHTEST, Math.min(LOOSEST * wanted, level));
  }

  void observe(boolean outside) {
    restore(level + (outside ? wanted - ALL : wanted) / STEPS);
  }

  /** How many of {@code size} ratios lie outside at this level; none if it is below one. */
  int outside(int size) {
    return (int) (Math.max(0, level) * (size + 1) / ALL);
  }

  /**
   * How far to go beyond the outermost ratio when none may lie outside: a multiple of {@code unit}
   * that grows by one with each further bill outside.
   */
  long beyond(int size, long unit) {
    long shortOf = Math.max(0, ALL / (size + 1) - level);
    return unit / (ALL / STEPS) * shortOf + unit % (ALL / STEPS) * shortOf / (ALL / STEPS);
  }
}

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

  /** How many bills outside, one after another, use up the share wanted. */
  private static final int STEPS = 4;

  /** How far a quiet stretch may loosen the level, as a multiple of the share wanted. */
  private static final int LOOSEST = 4;

  /** How far a burst may tighten it, below none, so that it comes back from there. */
  private static final int TIGHTEST = -2;

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
    this.level = Math.max(TIGHTEST * wanted, Math.min(LOOSEST * wanted, level));
  }

  void observe(boolean outside) {
    long step = wanted / STEPS;
    restore(level + (outside ? step * (wanted - ALL) : step * wanted) / ALL);
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
    long step = wanted / STEPS;
    long missing = Math.max(0, ALL / (size + 1) - level);
    return unit / step * missing + unit % step * missing / step;
  }
}

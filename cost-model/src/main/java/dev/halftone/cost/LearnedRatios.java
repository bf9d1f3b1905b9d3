package dev.halftone.cost;

/**
 * What a key has learned at one moment, as ratios of what was expected. Immutable, so that readers
 * never wait for a writer.
 *
 * @param samples bills ever observed
 * @param remembered bills still in the window
 * @param mean the forgetting average, of bills cut to their quotes' bounds
 * @param low the lower end of the 95 % interval
 * @param high the upper end
 * @param hold the chosen quantile, or {@link #HOLD_MOST}
 */
record LearnedRatios(long samples, int remembered, long mean, long low, long high, long hold) {
  /** Too little is known for a quantile, or too much was exceeded lately. */
  static final long HOLD_MOST = Long.MAX_VALUE;

  static final LearnedRatios NOTHING = new LearnedRatios(0, 0, 0, 0, 0, HOLD_MOST);
}

package dev.halftone.router;

import dev.halftone.cost.Usd;

/**
 * The sums of a replay.
 *
 * @param decisions how many were decided again
 * @param moved how many go elsewhere or end otherwise
 * @param forecast how many rest on a forecast now, wholly or in part
 * @param then as it was recorded
 * @param now as it is decided again
 */
public record ReplaySummary(long decisions, long moved, long forecast, Sums then, Sums now) {
  /**
   * One of the two sides.
   *
   * @param served requests that brought images
   * @param refused requests that a budget refused
   * @param failed requests that brought none for another reason
   * @param charged what they cost
   * @param suspended what they may yet turn out to cost
   * @param totalNanos the sum of the latencies of those served
   * @param medianNanos of those served, good to 1 %; 0 if there are none
   * @param slowNanos the 95th percentile likewise
   */
  public record Sums(
      long served,
      long refused,
      long failed,
      Usd charged,
      Usd suspended,
      long totalNanos,
      long medianNanos,
      long slowNanos) {}

  /** What is saved; negative if it costs more. */
  public Usd saved() {
    return then.charged().minus(now.charged());
  }
}

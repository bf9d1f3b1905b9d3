package dev.halftone.router;

import java.time.Duration;

/**
 * How requests are gathered into batches. Immutable and thread-safe; does nothing by itself.
 *
 * @param gather how many calls make a batch full, 1 to 10,000; a full one is sent at once
 * @param gatherFor how long the first call of a batch waits for others, 0 to 1 hour; 0 sends each
 *     call as a batch of its own
 */
public record BatchOptions(int gather, Duration gatherFor) {
  private static final int MOST = 10_000;
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Up to 100 calls, or what came within a minute. */
  public static final BatchOptions USUAL = new BatchOptions(100, Duration.ofMinutes(1));

  public BatchOptions {
    if (gather < 1 || gather > MOST) {
      throw new IllegalArgumentException(
          "gather is %d; allowed are 1 to %d".formatted(gather, MOST));
    }
    if (gatherFor.isNegative() || gatherFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "gatherFor is %s; allowed are 0 to %s".formatted(gatherFor, LONGEST));
    }
  }
}

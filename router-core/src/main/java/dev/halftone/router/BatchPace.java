package dev.halftone.router;

import dev.halftone.image.BatchState;
import dev.halftone.image.BatchState.Status;
import org.jspecify.annotations.Nullable;

/**
 * When to look after a batch and what to do then: a pure function of the times.
 *
 * @param withdrawAtNanos from then on it is cancelled, if it has not ended
 * @param stopAtNanos from then on nobody looks any more, and what is unknown stays unknown
 */
record BatchPace(long withdrawAtNanos, long stopAtNanos) {
  /** How long a cancelled batch may take to end and to hand over what was made. */
  static final long WITHDRAWAL_NANOS = 15 * 60_000_000_000L;

  /** A batch that its provider has not listed for so long after its submission does not exist. */
  static final long SEARCH_NANOS = 60 * 60_000_000_000L;

  static final long FIRST_PAUSE_NANOS = 10_000_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 10 * 60_000_000_000L;
  private static final long DAY_NANOS = 24 * SEARCH_NANOS;

  /** What to do with a batch. */
  enum Step {
    ASK,
    CANCEL,
    GIVE_UP
  }

  /**
   * Plans.
   *
   * @param giveBackNanos when the first of its calls must be known
   * @param windowNanos within which the provider promises to be done
   */
  static BatchPace of(long submittedNanos, long giveBackNanos, long windowNanos) {
    return new BatchPace(
        giveBackNanos - WITHDRAWAL_NANOS, submittedNanos + windowNanos + DAY_NANOS);
  }

  /** Decides by what was last known, null for nothing. */
  Step step(@Nullable BatchState known, long nowNanos) {
    if (nowNanos - stopAtNanos >= 0) {
      return Step.GIVE_UP;
    }
    boolean ending =
        known != null
            && (known.status() == Status.FINALIZING || known.status() == Status.CANCELLING);
    return nowNanos - withdrawAtNanos >= 0 && !ending ? Step.CANCEL : Step.ASK;
  }

  /** The pause after one of this length: twice as long, up to ten minutes. */
  static long longer(long pauseNanos) {
    return Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
  }

  /** The pause, cut so that the moment to withdraw is not slept through. */
  long cut(long pauseNanos, long nowNanos) {
    long left = withdrawAtNanos - nowNanos;
    return left > 0 ? Math.min(pauseNanos, left) : pauseNanos;
  }
}

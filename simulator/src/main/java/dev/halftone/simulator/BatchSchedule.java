package dev.halftone.simulator;

import java.time.Duration;

/**
 * When what happens to a batch, in simulated nanoseconds since it was created. Lines end one after
 * the other, evenly; none ends after 24 hours. Pure.
 *
 * @param validNanos until then the file is looked at
 * @param workNanos until then the last line would be worked on
 * @param lines requests in the file
 */
record BatchSchedule(long validNanos, long workNanos, int lines) {
  static final Duration WINDOW = Duration.ofHours(24);

  private static final long MOST_VALIDATING_NANOS = Duration.ofMinutes(1).toNanos();

  static BatchSchedule of(Duration duration, int lines) {
    long work = duration.toNanos();
    return new BatchSchedule(Math.min(work / 20, MOST_VALIDATING_NANOS), work, lines);
  }

  boolean expires() {
    return workNanos > WINDOW.toNanos();
  }

  /** When the work stops, done or not. */
  long endNanos() {
    return Math.min(workNanos, WINDOW.toNanos());
  }

  /** Lines that have ended by then. */
  int doneAt(long nanos) {
    long at = Math.min(nanos, endNanos());
    if (at >= workNanos) {
      return lines;
    }
    double share = (double) (at - validNanos) / (workNanos - validNanos);
    return (int) Math.max(0, Math.min(lines, Math.floor(share * lines)));
  }
}

package dev.halftone.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before asking for the state of a job again: soon at first, because small images
 * are quick, then half as long again each time, up to two seconds. Pure.
 */
final class PollCadence {
  static final Duration FIRST = Duration.ofMillis(100);
  static final Duration MOST = Duration.ofSeconds(2);

  /** A provider is not left alone longer than this, because the image may be ready by then. */
  static final Duration MOST_ASKED = Duration.ofSeconds(30);

  private PollCadence() {}

  /**
   * The wait before the next question.
   *
   * @param asked how often the state was asked for, 0 or more
   * @param retryAfter how long the last answer asked to wait, or null
   */
  static Duration next(int asked, @Nullable Duration retryAfter) {
    Duration own = FIRST;
    for (int i = 0; i < asked && own.compareTo(MOST) < 0; i++) {
      own = own.multipliedBy(3).dividedBy(2);
    }
    own = own.compareTo(MOST) > 0 ? MOST : own;
    if (retryAfter == null || retryAfter.compareTo(own) <= 0) {
      return own;
    }
    return retryAfter.compareTo(MOST_ASKED) > 0 ? MOST_ASKED : retryAfter;
  }
}

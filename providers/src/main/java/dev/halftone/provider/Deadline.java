package dev.halftone.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When a call made of several exchanges has to be over.
 *
 * @param clock tells the time
 * @param end no exchange goes on after it
 */
record Deadline(InstantSource clock, Instant end) {
  private static final Duration MOST = Duration.ofDays(1);

  /** A deadline this far from now, at most a day. */
  static Deadline in(Duration time, InstantSource clock) {
    return new Deadline(clock, clock.instant().plus(time.compareTo(MOST) > 0 ? MOST : time));
  }

  /** An earlier deadline. */
  Deadline earlier(Duration time) {
    return new Deadline(clock, end.minus(time));
  }

  /** The time left, never negative. */
  Duration left() {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  boolean isOver() {
    return left().isZero();
  }
}

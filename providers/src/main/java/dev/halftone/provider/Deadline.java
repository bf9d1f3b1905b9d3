package dev.halftone.provider;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a call made of several exchanges has to be over. It goes by elapsed time, so a clock that is
 * set changes nothing.
 *
 * @param ticker elapsed nanoseconds
 * @param endNanos no exchange goes on after it, by the ticker
 */
record Deadline(LongSupplier ticker, long endNanos) {
  private static final Duration MOST = Duration.ofDays(1);

  /** A deadline this far from now, at most a day. */
  static Deadline in(Duration time, LongSupplier ticker) {
    Duration capped = time.compareTo(MOST) > 0 ? MOST : time;
    return new Deadline(ticker, ticker.getAsLong() + capped.toNanos());
  }

  /** An earlier deadline. */
  Deadline earlier(Duration time) {
    return new Deadline(ticker, endNanos - time.toNanos());
  }

  /** The time left, never negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, endNanos - ticker.getAsLong()));
  }

  boolean isOver() {
    return left().isZero();
  }
}

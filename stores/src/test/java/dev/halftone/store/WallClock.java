package dev.halftone.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock on the wall of one machine, which somebody may set wrong. */
final class WallClock implements InstantSource {
  private final InstantSource time;
  private Duration wrongBy;

  WallClock(InstantSource time) {
    this(time, Duration.ZERO);
  }

  WallClock(InstantSource time, Duration wrongBy) {
    this.time = time;
    this.wrongBy = wrongBy;
  }

  void setWrongBy(Duration duration) {
    wrongBy = duration;
  }

  @Override
  public Instant instant() {
    return time.instant().plus(wrongBy);
  }
}

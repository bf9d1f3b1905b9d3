package dev.halftone.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that one actor moves; reading it orders as little as a clock may. */
final class RaceClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");

  @SuppressWarnings("NonAtomicVolatileUpdate") // one actor alone moves it
  void move(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}

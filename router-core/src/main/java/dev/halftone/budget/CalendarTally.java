package dev.halftone.budget;

import java.time.Instant;

/** Counts what was reserved since the present calendar window began. */
final class CalendarTally extends Tally {
  private final Window.Calendar window;
  private long startMillis = Long.MIN_VALUE;
  private long endMillis = Long.MIN_VALUE;

  CalendarTally(Budget budget, Window.Calendar window) {
    super(budget);
    this.window = window;
  }

  @Override
  void advance(long nowMillis) {
    if (nowMillis >= endMillis) {
      Instant now = Instant.ofEpochMilli(nowMillis);
      startMillis = window.start(now).toEpochMilli();
      endMillis = window.end(now).toEpochMilli();
      startAnew();
    }
  }

  @Override
  boolean counts(long reservedAtMillis) {
    return reservedAtMillis >= startMillis;
  }

  @Override
  void settled(long nowMillis, long charged, long over) {}
}

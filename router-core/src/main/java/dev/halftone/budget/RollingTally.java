package dev.halftone.budget;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Counts what is held, and what was settled within the last so-and-so long.
 *
 * <p>What was settled within one slice is added up and leaves together, when its last millisecond
 * does; so memory is bounded whatever the traffic, and nothing leaves early.
 */
final class RollingTally extends Tally {
  private final long lengthMillis;
  private final long sliceMillis;
  private final ArrayDeque<Slice> slices = new ArrayDeque<>(1);

  RollingTally(Budget budget, Window.Rolling window) {
    super(budget);
    this.lengthMillis = millisRoundedUp(window.length());
    this.sliceMillis = (lengthMillis - 1) / Window.Rolling.SLICES + 1;
  }

  @Override
  void advance(long nowMillis) {
    Slice oldest = slices.peekFirst();
    while (oldest != null && nowMillis - oldest.lastMillis >= lengthMillis) {
      forget(oldest.spent, oldest.overrun);
      slices.removeFirst();
      oldest = slices.peekFirst();
    }
  }

  @Override
  boolean counts(long reservedAtMillis) {
    return true;
  }

  @Override
  void settled(long nowMillis, long charged, long over) {
    Slice newest = slices.peekLast();
    if (newest == null || newest.lastMillis < nowMillis) {
      newest = new Slice((Math.floorDiv(nowMillis, sliceMillis) + 1) * sliceMillis - 1);
      slices.addLast(newest);
    }
    newest.spent += charged;
    newest.overrun += over;
  }

  private static long millisRoundedUp(Duration length) {
    try {
      return Math.max(1, length.plusNanos(999_999).toMillis());
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  private static final class Slice {
    final long lastMillis;
    long spent;
    long overrun;

    Slice(long lastMillis) {
      this.lastMillis = lastMillis;
    }
  }
}

package dev.halftone.budget;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What was settled within a rolling window, oldest first. Guarded by the lock of its {@link
 * Period}.
 *
 * <p>What was settled within one slice is added up and leaves together, when its last millisecond
 * does; so memory is bounded whatever the traffic, and nothing leaves early.
 */
final class Slices {
  private final long lengthMillis;
  private final long sliceMillis;
  private final ArrayDeque<Slice> slices = new ArrayDeque<>(1);

  record Slice(long lastMillis, long spent, long overrun) {}

  private Slices(long lengthMillis) {
    this.lengthMillis = lengthMillis;
    this.sliceMillis = (lengthMillis - 1) / Window.Rolling.SLICES + 1;
  }

  /** Null for a window that does not roll. */
  static @Nullable Slices of(Window window) {
    return window instanceof Window.Rolling rolling
        ? new Slices(millisRoundedUp(rolling.length()))
        : null;
  }

  private static long millisRoundedUp(Duration length) {
    try {
      return Math.max(1, length.plusNanos(999_999).toMillis());
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  /** How long settled money counts. */
  long lengthMillis() {
    return lengthMillis;
  }

  void add(long nowMillis, long spent, long overrun) {
    Slice newest = slices.peekLast();
    if (newest != null && newest.lastMillis >= nowMillis) {
      slices.removeLast();
      slices.addLast(new Slice(newest.lastMillis, newest.spent + spent, newest.overrun + overrun));
    } else {
      long lastMillis = (Math.floorDiv(nowMillis, sliceMillis) + 1) * sliceMillis - 1;
      slices.addLast(new Slice(lastMillis, spent, overrun));
    }
  }

  /** Takes out the oldest slice if it has left the window; null if it has not. */
  @Nullable Slice poll(long nowMillis) {
    Slice oldest = slices.peekFirst();
    return oldest != null && nowMillis - oldest.lastMillis >= lengthMillis
        ? slices.removeFirst()
        : null;
  }
}

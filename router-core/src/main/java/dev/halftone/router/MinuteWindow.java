package dev.halftone.router;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was sent within the last minute, in steps of a second that are counted until the whole
 * second is a minute old. Not thread-safe.
 */
final class MinuteWindow {
  private static final long SECOND = 1_000_000_000L;
  private static final long SECONDS = 60;

  private final Deque<Step> steps = new ArrayDeque<>();
  private long used;
  private long originNanos;

  private record Step(long second, long amount) {}

  void add(long amount, long nowNanos) {
    forget(nowNanos);
    if (steps.isEmpty()) {
      originNanos = nowNanos;
    }
    long second = (nowNanos - originNanos) / SECOND;
    Step last = steps.peekLast();
    long before = 0;
    if (last != null && last.second >= second) {
      steps.removeLast();
      second = last.second;
      before = last.amount;
    }
    steps.addLast(new Step(second, before + amount));
    used += amount;
  }

  long used(long nowNanos) {
    forget(nowNanos);
    return used;
  }

  /** Nanoseconds until so much of what was sent is out of the window; 0 if nothing must go. */
  long untilFreed(long excess, long nowNanos) {
    forget(nowNanos);
    long freed = 0;
    for (Step step : steps) {
      if (freed >= excess) {
        break;
      }
      freed += step.amount;
      if (freed >= excess) {
        return outAt(step) - (nowNanos - originNanos);
      }
    }
    return 0;
  }

  private void forget(long nowNanos) {
    Step first = steps.peekFirst();
    while (first != null && outAt(first) <= nowNanos - originNanos) {
      used -= first.amount;
      steps.removeFirst();
      first = steps.peekFirst();
    }
  }

  private static long outAt(Step step) {
    return (step.second + 1 + SECONDS) * SECOND;
  }
}

package dev.halftone.fleet;

import java.util.ArrayDeque;
import java.util.Deque;

/** How much a provider accepts within any minute; what it refuses does not count. */
final class MinuteLimit {
  private final int limit;
  private final Deque<Taken> taken = new ArrayDeque<>();
  private int used;

  private record Taken(long atNanos, int amount) {}

  MinuteLimit(int limit) {
    this.limit = limit;
  }

  int limit() {
    return limit;
  }

  int left(long nowNanos) {
    while (!taken.isEmpty() && taken.element().atNanos + VirtualTime.MINUTE <= nowNanos) {
      used -= taken.remove().amount;
    }
    return limit - used;
  }

  void take(int amount, long nowNanos) {
    taken.add(new Taken(nowNanos, amount));
    used += amount;
  }

  /** Until so much is free; a minute if it never is. */
  long waitNanos(int amount, long nowNanos) {
    int free = left(nowNanos);
    for (Taken one : taken) {
      if (free >= amount) {
        break;
      }
      free += one.amount;
      if (free >= amount) {
        return one.atNanos + VirtualTime.MINUTE - nowNanos;
      }
    }
    return free >= amount ? 0 : VirtualTime.MINUTE;
  }

  /** Until all of it is free. */
  long resetNanos(long nowNanos) {
    left(nowNanos);
    return taken.isEmpty() ? 0 : taken.getLast().atNanos + VirtualTime.MINUTE - nowNanos;
  }
}

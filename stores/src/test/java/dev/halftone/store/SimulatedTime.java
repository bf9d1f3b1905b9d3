package dev.halftone.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time of a simulated world: it moves from one task to the next, in an order that is repeatable.
 */
final class SimulatedTime {
  static final Instant START = Instant.parse("2026-11-20T22:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long nanos;
  private long scheduled;

  private record Task(long at, long order, Runnable body) {}

  /** Runs the body once after the delay; the answer cancels it. */
  Runnable schedule(long delayNanos, Runnable body) {
    Task task = new Task(nanos + delayNanos, scheduled++, body);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  Runnable after(Duration delay, Runnable body) {
    return schedule(delay.toNanos(), body);
  }

  Instant instant() {
    return START.plusNanos(nanos);
  }

  long nanos() {
    return nanos;
  }

  /** Runs the next task; false if there is none. */
  boolean step() {
    Task task = tasks.poll();
    if (task == null) {
      return false;
    }
    nanos = task.at();
    task.body().run();
    return true;
  }

  /** A clock on the wall of one machine, which somebody may set wrong. */
  final class WallClock implements InstantSource {
    private Duration wrongBy;

    WallClock() {
      this(Duration.ZERO);
    }

    WallClock(Duration wrongBy) {
      this.wrongBy = wrongBy;
    }

    void setWrongBy(Duration duration) {
      wrongBy = duration;
    }

    @Override
    public Instant instant() {
      return SimulatedTime.this.instant().plus(wrongBy);
    }
  }
}

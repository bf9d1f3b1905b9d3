package dev.halftone.router;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves only when a test moves it. */
final class VirtualTime implements Timers, InstantSource {
  static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long nanos;
  private long scheduled;

  private record Task(long at, long order, Runnable body) {}

  @Override
  public Runnable schedule(long delayNanos, Runnable body) {
    Task task = new Task(nanos + delayNanos, scheduled++, body);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos);
  }

  long nanos() {
    return nanos;
  }

  int pending() {
    return tasks.size();
  }

  void advance(Duration duration) {
    long until = nanos + duration.toNanos();
    while (!tasks.isEmpty() && tasks.element().at() <= until) {
      Task task = tasks.remove();
      nanos = task.at();
      task.body().run();
    }
    nanos = until;
  }
}

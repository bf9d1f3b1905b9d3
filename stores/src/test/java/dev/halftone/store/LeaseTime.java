package dev.halftone.store;

import dev.halftone.router.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves only when a test moves it. */
final class LeaseTime implements Timers, InstantSource {
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private final Instant start;
  private long nanos;
  private long scheduled;

  LeaseTime(String start) {
    this.start = Instant.parse(start);
  }

  private record Task(long at, long order, Runnable body) {}

  @Override
  public Runnable schedule(long delayNanos, Runnable body) {
    Task task = new Task(nanos + delayNanos, scheduled++, body);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos);
  }

  int pending() {
    return tasks.size();
  }

  void advance(Duration duration) {
    long until = nanos + duration.toNanos();
    while (!tasks.isEmpty() && tasks.element().at() <= until) {
      Task task = tasks.remove();
      nanos = Math.max(nanos, task.at());
      task.body().run();
    }
    nanos = until;
  }
}

package dev.halftone.router;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves only when a test moves it. */
public final class VirtualTime implements Timers, InstantSource {
  static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private final Instant start;
  private long nanos;
  private long scheduled;

  public VirtualTime() {
    this(START);
  }

  public VirtualTime(Instant start) {
    this.start = start;
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

  public long nanos() {
    return nanos;
  }

  public int pending() {
    return tasks.size();
  }

  /** Runs what is due within this time, in the order in which it is due. */
  public void advance(Duration duration) {
    long until = nanos + duration.toNanos();
    while (!tasks.isEmpty() && tasks.element().at() <= until) {
      step();
    }
    nanos = until;
  }

  /** Moves on to the next task and runs it; false if there is none. */
  public boolean step() {
    Task task = tasks.poll();
    if (task == null) {
      return false;
    }
    nanos = Math.max(nanos, task.at());
    task.body().run();
    return true;
  }
}

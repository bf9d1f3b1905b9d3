package dev.halftone.fleet;

import dev.halftone.router.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** The one queue that drives a run: time jumps from event to event, in one thread. */
public final class VirtualTime implements Timers, InstantSource {
  static final long SECOND = 1_000_000_000L;
  static final long MINUTE = 60 * SECOND;

  /** Four hours before a midnight, so that even a short run meets new prices. */
  static final Instant START = Instant.parse("2026-11-20T20:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(
          Comparator.<Task>comparingLong(t -> t.at).thenComparingLong(t -> t.order));
  private long nanos;
  private long scheduled;

  private static final class Task {
    final long at;
    final long order;
    final Runnable body;
    boolean cancelled;

    Task(long at, long order, Runnable body) {
      this.at = at;
      this.order = order;
      this.body = body;
    }
  }

  @Override
  public Runnable schedule(long delayNanos, Runnable body) {
    Task task = new Task(nanos + delayNanos, scheduled++, body);
    tasks.add(task);
    return () -> task.cancelled = true;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos);
  }

  long nanos() {
    return nanos;
  }

  LocalDate day() {
    return day(nanos);
  }

  static LocalDate day(long nanos) {
    return LocalDate.ofInstant(START.plusNanos(nanos), ZoneOffset.UTC);
  }

  /** Runs event after event until none is left or somebody says stop. */
  void run(BooleanSupplier stop) {
    while (!tasks.isEmpty() && !stop.getAsBoolean()) {
      Task task = tasks.remove();
      if (!task.cancelled) {
        nanos = task.at;
        task.body.run();
      }
    }
  }

  /** Runs the events of this time. */
  public void advance(Duration duration) {
    long until = nanos + duration.toNanos();
    run(() -> tasks.element().at > until);
    nanos = until;
  }
}

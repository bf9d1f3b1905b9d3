package dev.halftone.router;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Runs something later. The one way in which the router waits, so that time can be virtual in a
 * simulation.
 */
@FunctionalInterface
public interface Timers {
  /**
   * Runs the task once, no earlier than after the delay.
   *
   * @param delayNanos nanoseconds, at least 1
   * @return cancels the task if it has not run; safe to run twice
   */
  Runnable schedule(long delayNanos, Runnable task);

  /** Real time, on Vert.x timers, which count in milliseconds; a part of one is rounded up. */
  static Timers of(Vertx vertx) {
    return (delayNanos, task) -> {
      long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(delayNanos + 999_999));
      long id = vertx.setTimer(millis, ignored -> task.run());
      return () -> vertx.cancelTimer(id);
    };
  }
}

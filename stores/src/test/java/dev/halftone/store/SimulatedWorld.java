package dev.halftone.store;

import dev.halftone.router.Timers;
import dev.halftone.router.VirtualTime;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What all that live in one simulation share. */
final class SimulatedWorld {
  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-20T22:00:00Z"));
  private final SimulationTrace trace = new SimulationTrace(time);
  private final Random random;
  private final SimulatedNetwork network;
  private final Workload workload;
  private @Nullable CallBook book;
  private @Nullable Throwable found;
  private final Set<String> dead = new LinkedHashSet<>();
  private boolean ended;

  SimulatedWorld(long seed, Workload workload) {
    this.random = new Random(seed);
    this.workload = workload;
    this.network = new SimulatedNetwork(time, random, trace);
  }

  void keep(CallBook book) {
    this.book = book;
  }

  VirtualTime time() {
    return time;
  }

  /** Runs what one instance has planned for later, while it lives. */
  Timers timers(BooleanSupplier alive) {
    return (delay, task) ->
        time.schedule(
            delay,
            () -> {
              if (alive.getAsBoolean()) {
                task.run();
              }
            });
  }

  /** Does something after each such pause, until the run has ended. */
  void every(Duration pause, Runnable what) {
    time.schedule(
        pause.toNanos(),
        () -> {
          if (!ended()) {
            what.run();
            every(pause, what);
          }
        });
  }

  /** To be called once for each instance that dies. */
  void died(String instance) {
    dead.add(instance);
  }

  boolean isDead(String instance) {
    return dead.contains(instance);
  }

  /** In the order of their deaths. */
  Set<String> dead() {
    return dead;
  }

  SimulationTrace trace() {
    return trace;
  }

  Random random() {
    return random;
  }

  SimulatedNetwork network() {
    return network;
  }

  Workload workload() {
    return workload;
  }

  CallBook book() {
    if (book == null) {
      throw new IllegalStateException("no book is kept yet");
    }
    return book;
  }

  /**
   * Hears an answer. What it finds wrong is kept until {@link #check}, since futures do not pass it
   * on.
   */
  <T> Handler<AsyncResult<T>> heard(Consumer<AsyncResult<T>> listener) {
    return answer -> {
      try {
        listener.accept(answer);
      } catch (AssertionError | RuntimeException wrong) {
        if (found == null) {
          found = wrong;
        }
      }
    };
  }

  /** Throws what was found wrong. */
  void check() {
    if (found != null) {
      throw new AssertionError(found.getMessage(), found);
    }
  }

  /** Whether all is over. */
  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }
}

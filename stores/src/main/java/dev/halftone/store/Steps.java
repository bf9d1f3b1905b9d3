package dev.halftone.store;

import dev.halftone.router.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/**
 * Runs steps, each until one answer came back or its time is over. A step whose answer was lost
 * runs again, which every step allows: each knows its own repetition. Thread-safe.
 */
final class Steps {
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(250).toNanos();

  private final Scripts scripts;
  private final Timers timers;
  private final Duration timeout;
  private final TimeLimit limit;

  Steps(Scripts scripts, Timers timers, Duration timeout) {
    this.scripts = scripts;
    this.timers = timers;
    this.timeout = timeout;
    this.limit = new TimeLimit(timers, timeout);
  }

  Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
    Repeated repeated = new Repeated(step, keys, args);
    Runnable ended = limit.start(repeated::timeOver);
    repeated.attempt(FIRST_PAUSE_NANOS);
    return repeated.answer.future().onComplete(ignored -> ended.run());
  }

  Future<Void> close() {
    return scripts.close();
  }

  /** One step and its repetitions. */
  private final class Repeated {
    final Promise<List<Object>> answer = Promise.promise();
    private final RedisStep step;
    private final List<String> keys;
    private final List<String> args;
    private volatile String lastFailure = "no answer";

    Repeated(RedisStep step, List<String> keys, List<String> args) {
      this.step = step;
      this.keys = keys;
      this.args = args;
    }

    void attempt(long pauseNanos) {
      if (answer.future().isComplete()) {
        return;
      }
      scripts
          .run(step, keys, args)
          .onComplete(answer::tryComplete, failure -> failed(failure, pauseNanos));
    }

    private void failed(Throwable failure, long pauseNanos) {
      lastFailure = String.valueOf(failure.getMessage());
      if (failure instanceof ServerRefusal refusal && !refusal.passing) {
        answer.tryFail(LedgerUnavailableException.at(scripts.server(), lastFailure));
        return;
      }
      timers.schedule(pauseNanos, () -> attempt(Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS)));
    }

    private void timeOver() {
      if (answer.tryFail(
          LedgerUnavailableException.at(
              scripts.server(),
              "no answer within %d ms (%s)".formatted(timeout.toMillis(), lastFailure)))) {
        // A connection that went silent may stay so for minutes; the next step takes a new one.
        scripts.disconnect();
      }
    }
  }
}

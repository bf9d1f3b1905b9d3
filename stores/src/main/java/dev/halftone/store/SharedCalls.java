package dev.halftone.store;

import dev.halftone.router.Timers;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the shared ledger, counted, each with a time limit. Every step of a ledger may be
 * repeated with the same id, so a call without an answer is repeated, with growing back-off, until
 * there is one.
 */
final class SharedCalls {
  static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);
  static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  /** How often a call is made once the ledger is being closed. */
  static final int LAST_ATTEMPTS = 4;

  private static final int MAX_DOUBLINGS = 10;

  private final Timers timers;
  private final Duration timeout;
  private final LongAdder made = new LongAdder();
  private volatile @Nullable Throwable loss;
  private volatile boolean closing;

  SharedCalls(Timers timers, Duration timeout) {
    this.timers = timers;
    this.timeout = timeout;
  }

  long made() {
    return made.sum();
  }

  /** Why the latest call had no answer; null if it had one. */
  @Nullable Throwable loss() {
    return loss;
  }

  /** From now on a call fails after a few attempts. */
  void close() {
    closing = true;
  }

  <T> Future<T> persist(Supplier<Future<T>> call) {
    return persist(call, failure -> {}, late -> {});
  }

  /**
   * Calls until there is an answer; fails only where repeating it cannot help.
   *
   * @param onFailure told of each attempt without an answer
   * @param onLate told of an answer to an attempt that had been given up
   */
  <T> Future<T> persist(
      Supplier<Future<T>> call, Consumer<Throwable> onFailure, Consumer<T> onLate) {
    Promise<T> answer = Promise.promise();
    attempt(call, onFailure, onLate, answer, 0);
    return answer.future();
  }

  private <T> void attempt(
      Supplier<Future<T>> call,
      Consumer<Throwable> onFailure,
      Consumer<T> onLate,
      Promise<T> answer,
      int before) {
    once(call, onLate)
        .onComplete(
            result -> {
              if (result.succeeded()) {
                loss = null;
                answer.complete(result.result());
              } else if (isFinal(result.cause())) {
                loss = null;
                answer.fail(result.cause());
              } else if (closing && before + 1 >= LAST_ATTEMPTS) {
                answer.fail(result.cause());
              } else {
                loss = result.cause();
                onFailure.accept(result.cause());
                timers.schedule(
                    backOffNanos(before),
                    () -> attempt(call, onFailure, onLate, answer, before + 1));
              }
            });
  }

  private <T> Future<T> once(Supplier<Future<T>> call, Consumer<T> onLate) {
    made.increment();
    Promise<T> answer = Promise.promise();
    Runnable cancel =
        timers.schedule(
            timeout.toNanos(),
            () ->
                answer.tryFail(
                    new IllegalStateException(
                        "the shared ledger did not answer within %s".formatted(timeout))));
    started(call)
        .onComplete(
            result -> {
              cancel.run();
              if (!complete(answer, result) && result.succeeded()) {
                onLate.accept(result.result());
              }
            });
    return answer.future();
  }

  private static <T> Future<T> started(Supplier<Future<T>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> boolean complete(Promise<T> answer, AsyncResult<T> result) {
    return result.succeeded()
        ? answer.tryComplete(result.result())
        : answer.tryFail(result.cause());
  }

  /** The ledger did answer, and would answer the same again. */
  private static boolean isFinal(Throwable cause) {
    return cause instanceof IllegalArgumentException
        || cause instanceof ArithmeticException
        || cause instanceof UnsupportedOperationException;
  }

  private static long backOffNanos(int before) {
    long grown = FIRST_BACK_OFF.toNanos() << Math.min(before, MAX_DOUBLINGS);
    return Math.min(grown, LONGEST_BACK_OFF.toNanos());
  }
}

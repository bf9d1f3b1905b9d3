package dev.halftone.store;

import dev.halftone.router.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A bad network: it delays, loses, doubles and so reorders what is sent over it. */
final class SimulatedNetwork {
  private static final long USUAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(4);

  /** The longest that something sent may still be under way. */
  static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final VirtualTime time;
  private final RandomGenerator random;
  private final SimulationTrace trace;
  private final Map<String, Integer> sent = new HashMap<>();
  private double trouble;
  private boolean down;

  SimulatedNetwork(VirtualTime time, RandomGenerator random, SimulationTrace trace) {
    this.time = time;
    this.random = random;
    this.trace = trace;
  }

  /** How much goes wrong: 0 for nothing, 1 for every message. */
  void setTrouble(double share) {
    trouble = share;
  }

  /** Whether nothing answers at the other end. */
  void setDown(boolean down) {
    this.down = down;
  }

  /** Whether this was sent more than once, so that its answer is not the last word. */
  boolean sentAgain(String what) {
    return sent.getOrDefault(what, 0) > 1;
  }

  /** The request or its answer was lost; nobody here knows which. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String what) {
      super(what, null, false, false);
    }
  }

  /**
   * Lets something be done at the other end.
   *
   * @param alive whether he who asks still is; an answer to the dead is not heard
   */
  <T> Future<T> send(String what, BooleanSupplier alive, Supplier<Future<T>> step) {
    Promise<T> answer = Promise.promise();
    boolean losesRequest = random.nextDouble() < trouble / 3;
    boolean losesAnswer = random.nextDouble() < trouble / 3;
    boolean doubled = random.nextDouble() < trouble / 3;
    boolean hangs = random.nextInt(4) == 0;
    time.schedule(
        delay(),
        () -> {
          if (losesRequest || down) {
            trace.add("request lost: %s", what);
            fail(answer, alive, hangs, what);
            return;
          }
          arrive(what, alive, step, answer, losesAnswer, hangs);
        });
    sent.merge(what, doubled ? 2 : 1, Integer::sum);
    if (doubled) {
      time.schedule(random.nextLong(1, LONGEST_NANOS), () -> again(what, step));
    }
    return answer.future();
  }

  private <T> void arrive(
      String what,
      BooleanSupplier alive,
      Supplier<Future<T>> step,
      Promise<T> answer,
      boolean losesAnswer,
      boolean hangs) {
    step.get()
        .onComplete(
            result -> {
              if (losesAnswer) {
                trace.add("answer lost: %s", what);
                fail(answer, alive, hangs, what);
                return;
              }
              time.schedule(
                  delay(),
                  () -> {
                    if (alive.getAsBoolean() && result.succeeded()) {
                      answer.tryComplete(result.result());
                    } else if (alive.getAsBoolean()) {
                      answer.tryFail(result.cause());
                    }
                  });
            });
  }

  private <T> void again(String what, Supplier<Future<T>> step) {
    if (!down) {
      trace.add("once more: %s", what);
      Future<T> unheard = step.get();
      unheard.onFailure(failure -> trace.add("once more failed: %s: %s", what, failure));
    }
  }

  private <T> void fail(Promise<T> answer, BooleanSupplier alive, boolean hangs, String what) {
    long delay = hangs ? LONGEST_NANOS : delay();
    time.schedule(
        delay,
        () -> {
          if (alive.getAsBoolean()) {
            answer.tryFail(new Lost(what));
          }
        });
  }

  private long delay() {
    boolean slow = random.nextDouble() < trouble / 2;
    return random.nextLong(1, slow ? SLOW_NANOS : USUAL_NANOS);
  }
}

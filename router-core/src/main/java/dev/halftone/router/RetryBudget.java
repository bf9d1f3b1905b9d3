package dev.halftone.router;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps retries a small share of the requests, so that a router does not multiply the load of
 * providers that are failing anyway. Counts over about the last minute, in steps of six seconds.
 *
 * <p>Retries are admitted up to the given share of the requests, and up to {@value #FLOOR} a minute
 * however few requests there are; with a share of 0 none is. Thread-safe; time is passed in.
 */
final class RetryBudget {
  /** Retries a minute that are always admitted, so that quiet services may retry. */
  static final int FLOOR = 10;

  private static final long STEP_NANOS = 6_000_000_000L;
  private static final int STEPS = 10;
  private static final int WHOLE = 100;

  private final int percent;
  private final Deque<Step> steps = new ArrayDeque<>();
  private long requests;
  private long retries;

  private static final class Step {
    final long startNanos;
    long requests;
    long retries;

    Step(long startNanos) {
      this.startNanos = startNanos;
    }
  }

  RetryBudget(int percent) {
    this.percent = percent;
  }

  /** Counts a request that is about to buy images. */
  synchronized void requested(long nowNanos) {
    step(nowNanos).requests++;
    requests++;
  }

  /** Takes leave to try a request again; false if the budget is used up. */
  synchronized boolean tryRetry(long nowNanos) {
    Step step = step(nowNanos);
    if (percent == 0 || retries >= Math.max(FLOOR, requests * percent / WHOLE)) {
      return false;
    }
    step.retries++;
    retries++;
    return true;
  }

  /** The state as a sentence, for whoever is refused. */
  synchronized String explain(long nowNanos) {
    step(nowNanos);
    return "the retry budget is used up: %d retries for %d requests in the last minute (%d %%%s)"
        .formatted(
            retries, requests, percent, percent == 0 ? "" : ", at least " + FLOOR + " retries");
  }

  private Step step(long nowNanos) {
    Step first = steps.peekFirst();
    while (first != null && nowNanos - first.startNanos >= STEPS * STEP_NANOS) {
      requests -= first.requests;
      retries -= first.retries;
      steps.removeFirst();
      first = steps.peekFirst();
    }
    Step last = steps.peekLast();
    if (last == null || nowNanos - last.startNanos >= STEP_NANOS) {
      last = new Step(nowNanos);
      steps.addLast(last);
    }
    return last;
  }
}

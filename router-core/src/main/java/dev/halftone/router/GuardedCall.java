package dev.halftone.router;

import dev.halftone.budget.Ending;
import dev.halftone.cost.Calibration;
import dev.halftone.cost.CalibrationKey;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call under one hold: sends it, sees to it that it ends, and ends the hold exactly once.
 *
 * <p>A provider that neither answers nor fails within its time and a grace is given up and its hold
 * suspended; should it answer after all, the suspense is resolved by what it says.
 */
final class GuardedCall {
  private static final Logger log = LoggerFactory.getLogger(GuardedCall.class);
  private static final long GRACE_NANOS = 5_000_000_000L;

  private final RouterParts parts;
  private final Candidate candidate;
  private final Part part;
  private final ProviderCall call;
  private final Leave leave;
  private final long patienceNanos;

  /**
   * Prepares a call.
   *
   * @param patienceNanos how long it may be under way; a grace comes on top
   */
  GuardedCall(
      RouterParts parts,
      Candidate candidate,
      Part part,
      ProviderCall call,
      Leave leave,
      long patienceNanos) {
    this.leave = leave;
    this.patienceNanos = patienceNanos;
    this.parts = parts;
    this.candidate = candidate;
    this.part = part;
    this.call = call;
  }

  /** What came of the call, after the hold has ended; exactly one of answer and failure is set. */
  record Outcome(
      @Nullable ProviderAnswer answer,
      @Nullable ProviderFailure failure,
      Settlement settlement,
      long latencyNanos) {

    @Nullable String requestId() {
      if (answer != null) {
        return answer.requestId();
      }
      return failure == null ? null : failure.requestId();
    }
  }

  /**
   * Sends it. The future never fails: after a defect of the router the money is in suspense,
   * because nobody knows.
   */
  Future<Outcome> send() {
    Promise<ProviderAnswer> first = Promise.promise();
    Runnable cancel =
        parts.timers().schedule(patienceNanos + GRACE_NANOS, () -> first.tryFail(neverEnded()));
    answer()
        .onComplete(
            (answer, cause) -> {
              cancel.run();
              boolean inTime = cause == null ? first.tryComplete(answer) : first.tryFail(cause);
              if (!inTime) {
                late(answer, cause);
              }
            });
    // Composed rather than handled: what a handler throws would be lost, and the request with it.
    return first.future().transform(ended -> end(ended)).recover(defect -> survive(defect));
  }

  private Future<Outcome> survive(Throwable defect) {
    log.error("attempt {} met a defect of the router", call.attemptId(), defect);
    ProviderFailure failure =
        ProviderFailure.of(ProviderFailure.Kind.BAD_ANSWER)
            .cause(defect)
            .build("the router failed with " + defect.getClass().getSimpleName());
    Outcome outcome =
        new Outcome(
            null,
            failure,
            new Settlement(Settlement.Kind.SUSPENDED, Usd.ZERO, false),
            parts.ticker().getAsLong() - leave.startedNanos());
    return parts.ledger().suspend(call.attemptId()).map(outcome).otherwise(outcome);
  }

  private Future<Outcome> end(AsyncResult<ProviderAnswer> ended) {
    long now = parts.ticker().getAsLong();
    ProviderAnswer answer = ended.succeeded() ? ended.result() : null;
    ProviderFailure failure = ended.succeeded() ? null : asFailure(ended.cause());
    if (answer != null) {
      leave.succeeded(answer.limits(), now);
    } else {
      leave.failed(failure == null ? neverEnded() : failure, now);
    }
    Settlement settlement = settlement(answer, failure);
    Outcome outcome = new Outcome(answer, failure, settlement, now - leave.startedNanos());
    return settlement
        .apply(parts.ledger(), call.attemptId())
        .otherwise(
            ledgerFailure -> {
              // The hold stays held: money is kept, never lost.
              log.error("hold {} could not be ended", call.attemptId(), ledgerFailure);
              return Ending.UNKNOWN;
            })
        .map(
            ending -> {
              if (answer != null) {
                learn(settlement);
              }
              return outcome;
            });
  }

  private Future<ProviderAnswer> answer() {
    try {
      return candidate.provider().generate(call);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void late(@Nullable ProviderAnswer answer, @Nullable Throwable cause) {
    Settlement settlement = settlement(answer, cause == null ? null : asFailure(cause));
    if (answer != null) {
      learn(settlement);
    }
    settlement
        .applyLate(parts.ledger(), call.attemptId())
        .onFailure(e -> log.error("suspense {} could not be resolved", call.attemptId(), e));
  }

  private Settlement settlement(
      @Nullable ProviderAnswer answer, @Nullable ProviderFailure failure) {
    Quote quote = part.declared();
    if (failure != null || answer == null) {
      return Settlement.of(
          failure == null ? neverEnded() : failure, quote, parts.estimator(), parts.today());
    }
    return Settlement.of(answer, quote, parts.estimator(), parts.today());
  }

  /** An answer that was settled by the quote teaches nothing. */
  private void learn(Settlement settlement) {
    Calibration calibration = parts.calibration();
    if (calibration != null && settlement.told()) {
      Quote declared = part.declared();
      CalibrationKey key = CalibrationKey.of(candidate.route().provider(), declared);
      calibration.observe(key, declared, settlement.charged());
    }
  }

  private static ProviderFailure neverEnded() {
    return ProviderFailure.of(ProviderFailure.Kind.TIMED_OUT)
        .build("the provider neither answered nor failed in its time");
  }

  /** A provider that breaks its contract may have sent the call, so nobody knows. */
  private static ProviderFailure asFailure(Throwable cause) {
    return cause instanceof ProviderFailure failure
        ? failure
        : ProviderFailure.of(ProviderFailure.Kind.BAD_ANSWER)
            .cause(cause)
            .build("the provider adapter failed with " + cause.getClass().getSimpleName());
  }
}

package dev.halftone.router;

import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.Planner.Constraints;
import dev.halftone.router.RoutePlan.Ranked;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Buys the images of one request: plan, reserve, call, settle, and again while that is charge-safe.
 * Steps follow each other, so the fields need no lock.
 */
final class Attempts {
  private final RouterParts parts;
  private final ImageRequest request;
  private final Candidates candidates;
  private final List<Scope> scopes;
  private final Trace trace;
  private final long deadlineNanos;
  private final Set<Route> tried = new HashSet<>();
  private int holds;
  private int unknowns;
  private long patienceNanos;
  private @Nullable ProviderFailure lastFailure;

  Attempts(RouterParts parts, ImageRequest request, Candidates candidates, Trace trace) {
    this.parts = parts;
    this.request = request;
    this.candidates = candidates;
    this.trace = trace;
    scopes = request.charge().isEmpty() ? parts.defaultCharge() : request.charge();
    Duration deadline = request.deadline();
    Duration limit = deadline == null ? parts.policy().timeout() : deadline;
    deadlineNanos = trace.startNanos() + limit.toNanos();
    patienceNanos = parts.policy().patience().toNanos();
  }

  Future<Bought> next() {
    long now = parts.ticker().getAsLong();
    long left = deadlineNanos - now;
    if (left <= 0) {
      return failed(Reason.TIMED_OUT, "the deadline passed" + afterFailure(), null);
    }
    RoutePlan plan =
        Planner.plan(
            candidates.quoted(),
            parts.memories().views(candidates.quoted(), now),
            constraints(left));
    trace.planned(plan);
    long wake = plan.wakeInNanos();
    if (wake > 0 && wake <= Math.min(patienceNanos, left)) {
      patienceNanos -= wake;
      return sleep(wake).compose(awake -> next());
    }
    return plan.ranked().isEmpty() ? noneLeft(plan) : reserve(plan.ranked(), 0, null);
  }

  private Constraints constraints(long leftNanos) {
    RoutingPolicy policy = parts.policy();
    Usd maxCost = request.maxCost();
    return new Constraints(
        request.objective() == null ? policy.objective() : request.objective(),
        policy.usdPerSecond(),
        maxCost == null ? null : maxCost.minus(trace.suspended()),
        leftNanos,
        tried);
  }

  private Future<Void> sleep(long nanos) {
    Promise<Void> awake = Promise.promise();
    parts.timers().schedule(nanos, awake::tryComplete);
    return awake.future();
  }

  private Future<Bought> noneLeft(RoutePlan plan) {
    if (plan.wakeInNanos() > 0) {
      return failed(
          Reason.THROTTLED,
          "every route that could serve it rests" + afterFailure(),
          Duration.ofNanos(plan.wakeInNanos()));
    }
    if (lastFailure != null) {
      return failed(Reason.PROVIDER_FAILED, "no route is left" + afterFailure(), null);
    }
    return failed(
        Reason.NO_ROUTE,
        plan.excluded().stream()
            .map(one -> "%s %s %s".formatted(one.provider(), one.model(), one.reason()))
            .distinct()
            .collect(Collectors.joining("; ", "no route can serve it: ", "")),
        null);
  }

  private Future<Bought> reserve(
      List<Ranked> ranked, int from, Reservation.@Nullable Refused refusal) {
    for (int i = from; i < ranked.size(); i++) {
      Candidate candidate = ranked.get(i).candidate();
      Usd hold = candidate.hold();
      // What was refused once is not asked for again; only a cheaper candidate may still fit.
      if (refusal == null || refusal.asked().isMoreThan(hold)) {
        int after = i + 1;
        String id = trace.id() + "-" + ++holds;
        return reserve(id, hold)
            .compose(
                answer -> {
                  if (answer instanceof Reservation.Refused refused) {
                    trace.refused(candidate, refused.explain());
                    parts.listener().on(new RouterEvent.BudgetRefused(trace.id(), refused));
                    return reserve(ranked, after, refused);
                  }
                  return call(candidate, id);
                });
      }
    }
    return failed(
        Reason.BUDGET_EXCEEDED, refusal == null ? "no candidate" : refusal.explain(), null);
  }

  private Future<Reservation> reserve(String id, Usd hold) {
    Future<Reservation> reservation;
    try {
      reservation = parts.ledger().reserve(id, scopes, hold);
    } catch (IllegalArgumentException e) {
      return failed(Reason.BAD_REQUEST, String.valueOf(e.getMessage()), null);
    }
    return reservation.recover(
        e -> failed(Reason.LEDGER_FAILED, "the budget ledger failed: " + e.getMessage(), null));
  }

  private Future<Bought> call(Candidate candidate, String attemptId) {
    long started = parts.ticker().getAsLong();
    Usd held = candidate.hold();
    parts
        .listener()
        .on(
            new RouterEvent.AttemptStarted(
                trace.id(),
                attemptId,
                candidate.route().provider(),
                candidate.model(),
                candidate.quality(),
                held));
    Duration timeout = Duration.ofNanos(Math.max(1, deadlineNanos - started));
    ProviderCall call =
        new ProviderCall(
            attemptId,
            request,
            candidate.model(),
            candidate.quality(),
            candidate.thinking(),
            timeout);
    return new GuardedCall(parts, candidate, call)
        .send()
        .compose(
            outcome -> {
              ended(candidate, attemptId, held, outcome);
              Usd charged = outcome.settlement().charged();
              if (outcome.answer() != null) {
                return Future.succeededFuture(
                    new Bought(
                        outcome.answer(),
                        candidate,
                        charged,
                        candidate.rung() - candidates.topRung()));
              }
              return again(candidate, outcome.failureOrThrow());
            });
  }

  private void ended(Candidate candidate, String attemptId, Usd held, GuardedCall.Outcome outcome) {
    ProviderFailure failure = outcome.failure();
    Settlement settlement = outcome.settlement();
    boolean suspended = settlement.kind() == Settlement.Kind.SUSPENDED;
    trace.attempted(
        candidate,
        new Attempt(
            attemptId,
            candidate.route().provider(),
            candidate.model(),
            candidate.quality(),
            held,
            settlement.kind().name().toLowerCase(Locale.ROOT),
            settlement.charged(),
            outcome.latencyNanos(),
            failure == null ? null : failure.getMessage(),
            outcome.requestId()),
        suspended ? held : Usd.ZERO);
    parts
        .listener()
        .on(
            new RouterEvent.AttemptEnded(
                trace.id(),
                attemptId,
                candidate.route().provider(),
                candidate.model(),
                candidate.quality(),
                settlement.charged(),
                candidate.quote().expected(),
                outcome.latencyNanos(),
                failure));
  }

  private Future<Bought> again(Candidate candidate, ProviderFailure failure) {
    lastFailure = failure;
    tried.add(candidate.route());
    if (failure.billed() != ProviderFailure.Billed.NO) {
      unknowns++;
    }
    long left = deadlineNanos - parts.ticker().getAsLong();
    RetryVerdict verdict =
        RetryVerdict.of(failure, trace.attempts(), unknowns, left, parts.policy());
    return switch (verdict) {
      case RETRY -> next();
      case REFUSED ->
          failed(
              failure.kind() == ProviderFailure.Kind.BAD_REQUEST
                  ? Reason.BAD_REQUEST
                  : Reason.PROMPT_REFUSED,
              failure.getMessage(),
              null);
      case MAYBE_BILLED ->
          failed(
              failure.kind() == ProviderFailure.Kind.TIMED_OUT
                  ? Reason.TIMED_OUT
                  : Reason.PROVIDER_FAILED,
              failure.getMessage()
                  + "; not tried again, because it may have been billed: $%s in suspense"
                      .formatted(trace.suspended()),
              null);
      case EXHAUSTED ->
          failed(
              Reason.PROVIDER_FAILED,
              failure.getMessage() + "; gave up after %d attempts".formatted(trace.attempts()),
              failure.comeBackIn());
      case TOO_LATE -> failed(Reason.TIMED_OUT, failure.getMessage(), null);
    };
  }

  private String afterFailure() {
    return lastFailure == null ? "" : "; the last attempt failed: " + lastFailure.getMessage();
  }

  private <T> Future<T> failed(Reason reason, String message, @Nullable Duration comeBackIn) {
    return Future.failedFuture(
        new RoutingException(
            reason, trace.id(), message, trace.suspended(), comeBackIn, lastFailure));
  }
}

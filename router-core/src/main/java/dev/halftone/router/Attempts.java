package dev.halftone.router;

import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderFailure;
import dev.halftone.router.Planner.Constraints;
import dev.halftone.router.RoutePlan.Ranked;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Buys the images of one request: plan, reserve, call, settle, and again for those that are missing
 * while that is charge-safe. What was bought is never thrown away: if the rest cannot be had, the
 * request succeeds with fewer images. Steps follow each other, so the fields need no lock.
 */
final class Attempts {
  private static final long OVERTAKEN_PAUSE_NANOS = 50_000_000L;

  /** What going live after a batch may need beyond one slow call. */
  private static final long LIVE_MARGIN_NANOS = 5 * 60_000_000_000L;

  private final RouterParts parts;
  private final ImageRequest request;
  private final List<Level> levels;
  private final Consumer<PartialImage> partials;
  private final Trace trace;
  private final Holds holds;
  private final long deadlineNanos;
  private final int topRung;
  private final Set<Route> tried = new HashSet<>();
  private final Purchase purchase = new Purchase();
  private Candidates candidates;
  private boolean ordered;
  private boolean batchLeft = true;
  private int failedRounds;
  private int unknowns;
  private long patienceNanos;
  private @Nullable ProviderFailure lastFailure;

  Attempts(
      RouterParts parts,
      ImageRequest request,
      List<Level> levels,
      Candidates candidates,
      Trace trace,
      Consumer<PartialImage> partials) {
    this.parts = parts;
    this.request = request;
    this.levels = levels;
    this.candidates = candidates;
    this.trace = trace;
    this.partials = partials;
    topRung = candidates.topRung();
    List<Scope> scopes = request.charge().isEmpty() ? parts.defaultCharge() : request.charge();
    Duration deadline = request.deadline();
    Duration limit = deadline == null ? parts.policy().timeout() : deadline;
    deadlineNanos = trace.startNanos() + limit.toNanos();
    holds = new Holds(parts, scopes, trace, deadlineNanos);
    patienceNanos = parts.policy().patience().toNanos();
  }

  Future<Bought> next() {
    long now = parts.ticker().getAsLong();
    long left = deadlineNanos - now;
    if (left <= 0) {
      return ended(Reason.TIMED_OUT, "the deadline passed" + afterFailure(), null);
    }
    RoutePlan plan = plan(now, left);
    trace.planned(plan);
    parts.preferences().planned(plan);
    long wake = plan.wakeInNanos();
    if (wake > 0 && wake <= Math.min(patienceNanos, left)) {
      patienceNanos -= wake;
      return sleep(wake).compose(awake -> next());
    }
    return plan.ranked().isEmpty()
        ? noneLeft(plan)
        : reserve(explored(plan.ranked(), now, left), 0, null, Usd.ZERO);
  }

  private RoutePlan plan(long now, long left) {
    List<Candidate> quoted = candidates.quoted();
    List<RouteView> views =
        Ejection.capped(
            quoted, parts.memories().views(quoted, now, parts.policy().quantilePercent()));
    RoutePlan plan = Planner.plan(quoted, views, constraints(left));
    boolean hopeless =
        plan.ranked().isEmpty() && plan.wakeInNanos() > Math.min(patienceNanos, left);
    return hopeless
        ? Planner.plan(quoted, Ejection.panicked(quoted, views), constraints(left))
        : plan;
  }

  /** A request counts once, and what is tried again explores nothing. */
  private List<Ranked> explored(List<Ranked> ranked, long now, long left) {
    boolean first = !ordered;
    ordered = true;
    return first ? parts.memories().exploration().order(ranked, left, now) : ranked;
  }

  private Constraints constraints(long leftNanos) {
    RoutingPolicy policy = parts.policy();
    Usd maxCost = request.maxCost();
    return new Constraints(
        policy.preferenceFor(request),
        policy.objectiveFor(request),
        maxCost == null ? null : maxCost.minus(trace.suspended()).minus(purchase.charged()),
        leftNanos,
        tried,
        parts.preferences().nextTurn());
  }

  private Future<Void> sleep(long nanos) {
    Promise<Void> awake = Promise.promise();
    parts.timers().schedule(nanos, awake::tryComplete);
    return awake.future();
  }

  private Future<Bought> noneLeft(RoutePlan plan) {
    if (plan.wakeInNanos() > 0) {
      return ended(
          Reason.THROTTLED,
          "every route that could serve it rests or is full: " + reasons(plan) + afterFailure(),
          Duration.ofNanos(plan.wakeInNanos()));
    }
    if (lastFailure != null) {
      return ended(Reason.PROVIDER_FAILED, "no route is left" + afterFailure(), null);
    }
    return ended(Reason.NO_ROUTE, "no route can serve it: " + reasons(plan), null);
  }

  private static String reasons(RoutePlan plan) {
    return plan.excluded().stream()
        .map(one -> "%s %s %s".formatted(one.provider(), one.model(), one.reason()))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private Future<Bought> reserve(
      List<Ranked> ranked, int from, Reservation.@Nullable Refused refusal, Usd refused) {
    for (int i = from; i < ranked.size(); i++) {
      Candidate candidate = ranked.get(i).candidate();
      // What was refused once is not asked for again; only a cheaper candidate may still fit.
      if (refusal == null || refused.isMoreThan(candidate.hold())) {
        int after = i + 1;
        return holds
            .take(candidate)
            .transform(
                taken ->
                    taken.failed()
                        ? notReserved(taken.cause())
                        : reserved(ranked, after, candidate, taken.result()));
      }
    }
    return ended(
        Reason.BUDGET_EXCEEDED, refusal == null ? "no candidate" : refusal.explain(), null);
  }

  private Future<Bought> reserved(
      List<Ranked> ranked, int after, Candidate candidate, Holds.Taken taken) {
    Reservation.Refused refusal = taken.refused();
    if (refusal == null) {
      return send(ranked.get(after - 1), giveBackNanos(candidate, ranked), taken.held());
    }
    trace.refused(candidate, refusal.explain());
    parts.listener().on(new RouterEvent.BudgetRefused(trace.id(), refusal));
    return reserve(ranked, after, refusal, candidate.hold());
  }

  private Future<Bought> notReserved(Throwable cause) {
    return cause instanceof IllegalArgumentException
        ? ended(Reason.BAD_REQUEST, String.valueOf(cause.getMessage()), null)
        : ended(Reason.LEDGER_FAILED, "the budget ledger failed: " + cause.getMessage(), null);
  }

  /** A batch must leave live calls the time they need, at the slower end of their forecast. */
  private long giveBackNanos(Candidate chosen, List<Ranked> ranked) {
    if (!chosen.batch()) {
      return deadlineNanos;
    }
    long live =
        ranked.stream()
            .filter(one -> !one.candidate().batch())
            .mapToLong(one -> one.view().forecast().slowNanos())
            .findFirst()
            .orElse(0);
    return deadlineNanos - live - LIVE_MARGIN_NANOS;
  }

  private Future<Bought> send(Ranked chosen, long giveBackNanos, List<HeldPart> held) {
    Candidate candidate = chosen.candidate();
    return new FanOut(
            parts, trace, request, candidate, held, giveBackNanos, deadlineNanos, partials)
        .send(chosen.view())
        .compose(
            round -> holds.release(round.unsent()).compose(released -> again(candidate, round)));
  }

  private Future<Bought> again(Candidate candidate, Round round) {
    if (round.sent().isEmpty()) {
      return overtaken();
    }
    purchase.add(candidate, round);
    if (round.anyFailed()) {
      failedRounds += candidate.batch() ? 0 : 1;
      tried.add(candidate.route());
    }
    long now = parts.ticker().getAsLong();
    long left = deadlineNanos - now;
    AfterRound after = AfterRound.of(round, unknowns, failedRounds, left, parts.policy());
    unknowns = after.unknowns();
    lastFailure = after.cause() == null ? lastFailure : after.cause();
    return switch (after.verdict()) {
      case RETRY ->
          // Parts that never went out are no retry, nor is what a batch gives back.
          !round.anyFailed() || candidate.batch() || parts.retryBudget().tryRetry(now)
              ? goOn(candidate, after.missing())
              : ended(
                  Reason.PROVIDER_FAILED,
                  parts.retryBudget().explain(now) + afterFailure(),
                  lastFailure == null ? null : lastFailure.comeBackIn());
      case DONE -> ended(Reason.PROVIDER_FAILED, "no call brought an image", null);
      case REFUSED, MAYBE_BILLED, EXHAUSTED, TOO_LATE ->
          gaveUp(after.verdict(), Objects.requireNonNull(after.cause()));
    };
  }

  /** Others took the room between planning and sending. */
  private Future<Bought> overtaken() {
    if (patienceNanos < OVERTAKEN_PAUSE_NANOS) {
      return ended(
          Reason.THROTTLED,
          "the route chosen filled up before the call went out" + afterFailure(),
          Duration.ofNanos(OVERTAKEN_PAUSE_NANOS));
    }
    patienceNanos -= OVERTAKEN_PAUSE_NANOS;
    return sleep(OVERTAKEN_PAUSE_NANOS).compose(awake -> next());
  }

  private Future<Bought> goOn(Candidate before, int missing) {
    batchLeft &= !before.batch();
    if (missing < candidates.n() || before.batch()) {
      ImageRequest rest = request.newBuilder().n(missing).build();
      List<BatchLane> lanes = batchLeft ? parts.lanesFor(request) : List.of();
      candidates = Execution.candidates(parts, rest, levels, lanes);
    }
    return next();
  }

  private Future<Bought> gaveUp(RetryVerdict verdict, ProviderFailure failure) {
    String message = failure.getMessage();
    return switch (verdict) {
      case REFUSED ->
          ended(
              failure.kind() == ProviderFailure.Kind.BAD_REQUEST
                  ? Reason.BAD_REQUEST
                  : Reason.PROMPT_REFUSED,
              message,
              null);
      case MAYBE_BILLED ->
          ended(
              failure.kind() == ProviderFailure.Kind.TIMED_OUT
                  ? Reason.TIMED_OUT
                  : Reason.PROVIDER_FAILED,
              message
                  + "; not tried again, because it may have been billed: $%s in suspense"
                      .formatted(trace.suspended()),
              null);
      case TOO_LATE -> ended(Reason.TIMED_OUT, message, null);
      case EXHAUSTED, RETRY, DONE ->
          ended(
              Reason.PROVIDER_FAILED,
              message + "; gave up after %d attempts".formatted(trace.attempts()),
              failure.comeBackIn());
    };
  }

  private String afterFailure() {
    return lastFailure == null ? "" : "; the last attempt failed: " + lastFailure.getMessage();
  }

  /** Ends the request: with the images bought so far if there are any, else with the failure. */
  private Future<Bought> ended(Reason reason, String message, @Nullable Duration comeBackIn) {
    Bought bought = purchase.bought(topRung);
    return bought != null
        ? Future.succeededFuture(bought)
        : Future.failedFuture(
            new RoutingException(
                reason, trace.id(), message, trace.suspended(), comeBackIn, lastFailure));
  }
}

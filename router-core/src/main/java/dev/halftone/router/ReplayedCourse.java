package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.Recorded.Quoted;
import dev.halftone.router.Recorded.Way;
import dev.halftone.router.ReplayedDecision.Course;
import dev.halftone.router.ReplayedDecision.Source;
import dev.halftone.router.RoutePlan.Ranked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one request down the order it would be tried in, by what is known of each way. For one
 * use.
 */
final class ReplayedCourse {
  private final DecisionRecord decision;
  private final ReplayBudgets budgets;
  private final List<Quoted> quoted;
  private final @Nullable Way firstTried;
  private Usd charged = Usd.ZERO;
  private Usd suspended = Usd.ZERO;
  private long latencyNanos;

  ReplayedCourse(DecisionRecord decision, ReplayBudgets budgets) {
    this.decision = decision;
    this.budgets = budgets;
    quoted = Recorded.quoted(decision);
    firstTried = decision.attempts().isEmpty() ? null : Way.of(decision.attempts().get(0));
  }

  /** How it really went. */
  static Course recorded(DecisionRecord decision) {
    List<Attempt> attempts = decision.attempts();
    Attempt shown =
        attempts.stream()
            .filter(one -> one.failure() == null)
            .findFirst()
            .orElse(attempts.isEmpty() ? null : attempts.get(0));
    return new Course(
        decision.outcome(),
        shown == null ? null : shown.provider(),
        shown == null ? null : shown.model(),
        shown == null ? null : shown.quality(),
        shown == null ? null : shown.size(),
        shown != null && shown.batch(),
        decision.charged(),
        decision.suspended(),
        decision.latencyNanos(),
        Source.RECORDED);
  }

  Course of(Replan replan, RequestShape asked) {
    boolean free = decision.cache() == CacheOutcome.HIT || decision.cache() == CacheOutcome.JOINED;
    if (free || decision.considered().isEmpty()) {
      return recorded(decision);
    }
    Course course = follow(replan.order(decision, asked));
    budgets.spent(decision, course.charged().plus(course.suspended()));
    return course;
  }

  private Course follow(List<Ranked> order) {
    Usd refused = null;
    Candidate last = null;
    for (Ranked one : order) {
      Candidate candidate = one.candidate();
      if (isRefused(candidate, refused)) {
        refused = refused == null ? candidate.hold() : refused.min(candidate.hold());
        continue;
      }
      Way way = Way.of(candidate);
      if (last == null && way.equals(firstTried)) {
        return asThen(order);
      }
      last = candidate;
      List<Attempt> tried =
          decision.attempts().stream().filter(attempt -> Way.of(attempt).equals(way)).toList();
      if (tried.isEmpty()) {
        return forecast(one);
      }
      take(tried, candidate);
      if (tried.stream().anyMatch(attempt -> attempt.failure() == null)) {
        return course(DecisionRecord.OK, candidate, Source.RECORDED);
      }
      if (endedWith(tried)) {
        return course(decision.outcome(), candidate, Source.RECORDED);
      }
    }
    return course(outcome(order, refused, last), last, Source.RECORDED);
  }

  private String outcome(List<Ranked> order, @Nullable Usd refused, @Nullable Candidate last) {
    if (order.isEmpty() && !isServed()) {
      return decision.outcome();
    }
    RoutingException.Reason reason =
        last != null
            ? RoutingException.Reason.PROVIDER_FAILED
            : refused != null
                ? RoutingException.Reason.BUDGET_EXCEEDED
                : RoutingException.Reason.NO_ROUTE;
    return reason.toString();
  }

  private boolean isServed() {
    return decision.outcome().equals(DecisionRecord.OK);
  }

  /** Only a cheaper candidate may fit where one was refused, as in the router. */
  private boolean isRefused(Candidate candidate, @Nullable Usd refused) {
    if (refused != null && !refused.isMoreThan(candidate.hold())) {
      return true;
    }
    if (budgets.any()) {
      return !budgets.hasRoom(decision, candidate.hold());
    }
    Quoted own = Recorded.find(quoted, Way.of(candidate));
    return own != null && own.option().refused();
  }

  /** The first call is the same, so all that followed is too, but for the prices. */
  private Course asThen(List<Ranked> order) {
    Course then = recorded(decision);
    Usd sum = Usd.ZERO;
    for (Attempt attempt : decision.attempts()) {
      sum = sum.plus(charge(attempt, attempt.charged(), order));
    }
    return new Course(
        then.outcome(),
        then.provider(),
        then.model(),
        then.quality(),
        then.size(),
        then.batch(),
        sum,
        then.suspended(),
        then.latencyNanos(),
        then.source());
  }

  private static Usd charge(Quoted before, Usd charged, Candidate candidate) {
    long old = before.option().price().expected().nanos();
    long now = candidate.quote().expected().nanos();
    return old == now || old == 0
        ? charged
        : Usd.ofNanos(Saturated.share(charged.nanos(), now, old));
  }

  /** A bill in proportion to how the price has changed since. */
  private Usd charge(Attempt attempt, Usd charged, List<Ranked> order) {
    Way way = Way.of(attempt);
    Quoted before = Recorded.find(quoted, way);
    for (Ranked one : order) {
      if (before != null && Way.of(one.candidate()).equals(way)) {
        return charge(before, charged, one.candidate());
      }
    }
    return charged;
  }

  /** Calls on one way that were made side by side are as slow as the slowest of them. */
  private void take(List<Attempt> tried, Candidate candidate) {
    Quoted before = Recorded.find(quoted, Way.of(candidate));
    long slowest = 0;
    for (Attempt attempt : tried) {
      charged =
          charged.plus(
              before == null ? attempt.charged() : charge(before, attempt.charged(), candidate));
      suspended = attempt.suspended() ? suspended.plus(attempt.held()) : suspended;
      slowest = Math.max(slowest, attempt.latencyNanos());
    }
    latencyNanos = Saturated.sum(latencyNanos, slowest);
  }

  /** A failure that ended the request then ends it now. */
  private boolean endedWith(List<Attempt> tried) {
    List<Attempt> all = decision.attempts();
    return !isServed() && tried.contains(all.get(all.size() - 1));
  }

  private Course forecast(Ranked one) {
    boolean more = !charged.isZero() || !suspended.isZero() || latencyNanos > 0;
    charged = charged.plus(one.candidate().quote().expected());
    latencyNanos = Saturated.sum(latencyNanos, one.view().forecast().expectedNanos());
    return course(DecisionRecord.OK, one.candidate(), more ? Source.MIXED : Source.FORECAST);
  }

  private Course course(String outcome, @Nullable Candidate candidate, Source source) {
    return new Course(
        outcome,
        candidate == null ? null : candidate.route().provider(),
        candidate == null ? null : candidate.model(),
        candidate == null ? null : candidate.quality(),
        candidate == null ? null : candidate.size(),
        candidate != null && candidate.batch(),
        charged,
        suspended,
        latencyNanos,
        source);
  }
}

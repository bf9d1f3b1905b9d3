package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.image.RateLimit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the router does as Micrometer meters named {@code halftone.*}. The only class that
 * knows Micrometer. Tags come from closed sets; no prompt, key, URL or id is one.
 *
 * <p>Thread-safe; costs a few meter look-ups for each event.
 */
public final class RouterMetrics implements RouterListener {
  private static final double NANOS_PER_USD = 1e9;

  private final MeterRegistry registry;
  private final List<BudgetSums> budgets = new CopyOnWriteArrayList<>();

  private RouterMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Binds to a registry; add the result to the router as a listener. */
  public static RouterMetrics bind(MeterRegistry registry) {
    return new RouterMetrics(registry);
  }

  /**
   * Publishes the budgets of a ledger as gauges {@code halftone.budget.*}, summed by scope kind.
   *
   * <p>Reading a meter asks the ledger at most once a second and never waits for it: a ledger
   * elsewhere shows what its latest answer said, and NaN before the first and after a failure.
   */
  public RouterMetrics watch(BudgetLedger ledger) {
    BudgetSums watched =
        new BudgetSums(ledger, () -> registry.config().clock().monotonicTime(), this::gauges);
    budgets.add(watched);
    watched.refresh();
    return this;
  }

  private void gauges(BudgetSums sums, String kind) {
    for (BudgetSums.Figure figure : BudgetSums.Figure.values()) {
      Gauge.builder(
              "halftone.budget." + figure.toString(), sums, source -> usd(source.sum(kind, figure)))
          .baseUnit("usd")
          .tag("scope.kind", kind)
          .strongReference(true)
          .register(registry);
    }
  }

  private static double usd(@Nullable BigInteger nanos) {
    return nanos == null ? Double.NaN : nanos.doubleValue() / NANOS_PER_USD;
  }

  /**
   * Publishes how the live routes of a router stand, by provider and model: {@code
   * halftone.breaker.state}, 0 for closed, 1 for half-open, 2 for open, and {@code
   * halftone.ratelimit.remaining} by kind, NaN while a limit is not known. Asks the router when the
   * meters are read.
   */
  public RouterMetrics watch(ImageRouter router) {
    for (RouteState route : router.routes().stream().filter(one -> !one.batch()).toList()) {
      Tags tags = Tags.of("provider", route.provider(), "model", route.model());
      Gauge.builder(
              "halftone.breaker.state",
              router,
              source -> read(source, route, state -> number(state.breaker())))
          .tags(tags)
          .strongReference(true)
          .register(registry);
      for (RateLimit.Kind kind : RateLimit.Kind.values()) {
        Gauge.builder(
                "halftone.ratelimit.remaining",
                router,
                source -> read(source, route, state -> remaining(state, kind)))
            .tags(tags.and("kind", kind.toString()))
            .strongReference(true)
            .register(registry);
      }
    }
    return this;
  }

  private static double read(
      ImageRouter router, RouteState route, ToDoubleFunction<RouteState> figure) {
    return router.routes().stream()
        .filter(
            now ->
                !now.batch()
                    && now.provider().equals(route.provider())
                    && now.model().equals(route.model()))
        .mapToDouble(figure)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static int number(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private static double remaining(RouteState state, RateLimit.Kind kind) {
    Long remaining = state.remaining().get(kind);
    return remaining == null ? Double.NaN : remaining;
  }

  @Override
  public void on(RouterEvent event) {
    if (event instanceof RouterEvent.AttemptEnded ended) {
      attemptEnded(ended);
    } else if (event instanceof RouterEvent.BudgetRefused refused) {
      String kind = refused.refusal().budget().scope().kind();
      Counter.builder("halftone.budget.refused")
          .tag("scope.kind", kind)
          .register(registry)
          .increment();
    } else if (event instanceof RouterEvent.BudgetWarned warned) {
      String kind = warned.warning().budget().scope().kind();
      Counter.builder("halftone.budget.warned")
          .tag("scope.kind", kind)
          .register(registry)
          .increment();
    } else if (event instanceof RouterEvent.Finished finished) {
      finished(finished.decision());
      budgets.forEach(BudgetSums::refreshIfUnknown);
    }
  }

  private void attemptEnded(RouterEvent.AttemptEnded ended) {
    String[] tags = {
      "provider", ended.provider(),
      "model", ended.model(),
      "quality", ended.quality().toString(),
      "outcome", ended.failure() == null ? "ok" : ended.failure().kind().toString()
    };
    Counter.builder("halftone.provider.calls").tags(tags).register(registry).increment();
    if (!ended.batch()) {
      // A day of waiting would bury what live calls take.
      Timer.builder("halftone.provider.duration")
          .tags(tags)
          .register(registry)
          .record(ended.latencyNanos(), TimeUnit.NANOSECONDS);
    }
    if (ended.failure() == null) {
      Counter.builder("halftone.cost")
          .baseUnit("usd")
          .tag("provider", ended.provider())
          .tag("model", ended.model())
          .tag("quality", ended.quality().toString())
          .register(registry)
          .increment(ended.charged().nanos() / NANOS_PER_USD);
      estimateError(ended);
    }
  }

  /** How far the bill was from the expectation, as a share of it. */
  private void estimateError(RouterEvent.AttemptEnded ended) {
    if (!ended.expected().isZero()) {
      double error =
          (double) ended.charged().minus(ended.expected()).nanos() / ended.expected().nanos();
      DistributionSummary.builder("halftone.estimate.error")
          .tag("provider", ended.provider())
          .tag("model", ended.model())
          .register(registry)
          .record(Math.abs(error));
    }
  }

  private void finished(DecisionRecord decision) {
    Counter.builder("halftone.requests")
        .tag("outcome", decision.outcome())
        .register(registry)
        .increment();
    Timer.builder("halftone.request.duration")
        .tag("outcome", decision.outcome())
        .register(registry)
        .record(decision.latencyNanos(), TimeUnit.NANOSECONDS);
    String cache =
        switch (decision.cache()) {
          case HIT -> "hits";
          case MISS -> "misses";
          case JOINED -> "joined";
          case OFF -> null;
        };
    if (cache != null) {
      Counter.builder("halftone.cache." + cache).register(registry).increment();
    }
  }
}

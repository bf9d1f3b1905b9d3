package dev.halftone.router;

import dev.halftone.cost.Basis;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Candidates and views as tests of the planner need them. */
final class PlanSamples {
  static final long SECOND = 1_000_000_000L;

  private static final RoutingPolicy POLICY = RoutingPolicy.builder().build();

  private PlanSamples() {}

  /** A candidate that costs that much, exactly. */
  static Candidate candidate(String name, int rung, String usd) {
    return candidate(name, rung, Quality.MEDIUM, Usd.parse(usd));
  }

  static Candidate candidate(String name, int rung, Quality quality, Usd price) {
    return candidate(name, rung, quality, price, 1);
  }

  /** One that takes so many calls, each of that price. */
  static Candidate candidate(String name, int rung, Quality quality, Usd price, int calls) {
    Quote quote =
        new Quote(
            "openai",
            "gpt-image-2",
            ImageSpec.builder().quality(quality).build(),
            Usage.NONE,
            price,
            price,
            price,
            Basis.EXACT,
            ThinkingCost.OFF,
            LocalDate.of(2026, 10, 2),
            null,
            List.of(),
            List.of());
    FakeProvider provider = new FakeProvider(name, "openai", "gpt-image-2");
    LatencyClass latencyClass = new LatencyClass(quality, 1);
    Part part = new Part(1, quote, quote, price, latencyClass, Forecast.declared(1));
    return Candidate.of(
        provider,
        new Route(name, "gpt-image-2"),
        quality,
        rung,
        Collections.nCopies(calls, part),
        quote.spec(),
        List.of());
  }

  /** A forecast of a route well known that hardly fails: twice the median at all quantiles. */
  static Forecast known(long seconds) {
    return forecast(seconds, 100, 1);
  }

  /** One failure in ten is billed. */
  static Forecast forecast(long seconds, long samples, int failuresPerMillion) {
    long nanos = seconds * SECOND;
    return new Forecast(
        nanos, 2 * nanos, 2 * nanos, samples, failuresPerMillion, failuresPerMillion / 10);
  }

  static RouteView view(Forecast forecast, int inFlight, @Nullable Block block) {
    return view(forecast, inFlight, 256, false, block);
  }

  static RouteView view(
      Forecast forecast, int inFlight, int limit, boolean scarce, @Nullable Block block) {
    return new RouteView(forecast, inFlight, limit, limit - inFlight, scarce, block, false);
  }

  static Planner.Constraints by(Preference preference) {
    return by(preference, null, Long.MAX_VALUE, Set.of(), 0);
  }

  static Planner.Constraints by(
      Preference preference, @Nullable Usd maxCost, long leftNanos, Set<Route> tried, long turn) {
    return new Planner.Constraints(
        preference, POLICY.objectiveFor(Rig.request().build()), maxCost, leftNanos, tried, turn);
  }

  static List<String> names(RoutePlan plan) {
    return plan.ranked().stream().map(one -> one.candidate().route().provider()).toList();
  }
}

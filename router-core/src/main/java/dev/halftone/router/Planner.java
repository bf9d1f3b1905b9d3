package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.RoutePlan.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders candidates: constraints first, then the rung, then the objective. A pure function of its
 * arguments; waiting and sending are other classes' business.
 */
final class Planner {
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private Planner() {}

  /**
   * What a plan must respect.
   *
   * @param objective what to optimise
   * @param usdPerSecond what a second is worth when balancing
   * @param maxCost the most the request may still cost, or null
   * @param leftNanos the time left until the deadline
   * @param tried routes that failed this request before; used again only when nothing else is left
   */
  record Constraints(
      Objective objective,
      Usd usdPerSecond,
      @Nullable Usd maxCost,
      long leftNanos,
      Set<Route> tried) {}

  /**
   * Plans.
   *
   * @param candidates as quoted
   * @param views what is known of each candidate's route, in the same order
   */
  static RoutePlan plan(
      List<Candidate> candidates, List<RouteView> views, Constraints constraints) {
    List<Ranked> ranked = new ArrayList<>(candidates.size());
    List<Exclusion> excluded = new ArrayList<>();
    long wakeInNanos = Long.MAX_VALUE;
    int wakingRung = Integer.MAX_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      RouteView view = views.get(i);
      String reason = violated(candidate, view, constraints);
      Block block = view.block();
      if (reason == null && block != null) {
        reason = block.reason();
        if (!block.isForGood() && candidate.rung() <= wakingRung) {
          wakeInNanos =
              candidate.rung() < wakingRung
                  ? block.waitNanos()
                  : Math.min(wakeInNanos, block.waitNanos());
          wakingRung = candidate.rung();
        }
      }
      if (reason == null) {
        ranked.add(new Ranked(candidate, view));
      } else {
        excluded.add(new Exclusion(candidate.route().provider(), candidate.model(), reason, false));
      }
    }
    ranked.sort(order(constraints));
    boolean worthWaiting =
        wakingRung < (ranked.isEmpty() ? Integer.MAX_VALUE : ranked.get(0).candidate().rung());
    return new RoutePlan(ranked, excluded, worthWaiting ? wakeInNanos : 0);
  }

  private static @Nullable String violated(
      Candidate candidate, RouteView view, Constraints constraints) {
    Usd maxCost = constraints.maxCost();
    Usd most = candidate.quote().most();
    if (maxCost != null && most.isMoreThan(maxCost)) {
      return "may cost $%s, above the $%s allowed".formatted(most, maxCost);
    }
    // A forecast that rests on no answer is a guess, and a guess excludes nothing.
    if (view.forecast().samples() > 0
        && view.forecast().expectedNanos() > constraints.leftNanos()) {
      return "usually takes %d ms, longer than the %d ms left"
          .formatted(
              view.forecast().expectedNanos() / NANOS_PER_MILLI,
              constraints.leftNanos() / NANOS_PER_MILLI);
    }
    return null;
  }

  private static Comparator<Ranked> order(Constraints constraints) {
    Comparator<Ranked> byLoad = Comparator.comparingLong(Planner::loadedNanos);
    Comparator<Ranked> byCost =
        Comparator.comparing((Ranked ranked) -> ranked.candidate().quote().expected());
    Comparator<Ranked> byHeadroom = Comparator.comparing((Ranked ranked) -> ranked.view().scarce());
    Comparator<Ranked> byObjective =
        switch (constraints.objective()) {
          case CHEAPEST -> byCost.thenComparing(byHeadroom).thenComparing(byLoad);
          case FASTEST -> byLoad.thenComparing(byCost).thenComparing(byHeadroom);
          case BALANCED ->
              Comparator.comparingLong(
                      (Ranked ranked) -> balanced(ranked, constraints.usdPerSecond()))
                  .thenComparing(byCost)
                  .thenComparing(byHeadroom);
        };
    return Comparator.comparingInt((Ranked ranked) -> ranked.candidate().rung())
        .thenComparing(ranked -> constraints.tried().contains(ranked.candidate().route()))
        .thenComparing(byObjective);
  }

  /** Latency grows with the calls in flight, so that equal routes share the load. */
  private static long loadedNanos(Ranked ranked) {
    RouteView view = ranked.view();
    return saturatedProduct(view.forecast().expectedNanos(), view.inFlight() + 1L);
  }

  private static long balanced(Ranked ranked, Usd usdPerSecond) {
    long waiting =
        saturatedProduct(loadedNanos(ranked) / NANOS_PER_MILLI, usdPerSecond.nanos()) / 1_000;
    return ranked.candidate().quote().expected().nanos() + waiting;
  }

  private static long saturatedProduct(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE / 2;
  }
}

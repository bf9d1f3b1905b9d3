package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.RoutePlan.Ranked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders candidates: constraints first, then the rung, then the preference. A pure function of its
 * arguments; waiting and sending are other classes' business.
 */
final class Planner {
  /** A forecast that rests on fewer answers is a guess: alone, it excludes nothing for good. */
  static final int GUESS_BELOW_SAMPLES = 5;

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final List<Candidate> candidates;
  private final List<RouteView> views;
  private final Constraints constraints;
  private final List<Exclusion> excluded = new ArrayList<>(0);

  /**
   * Indices of candidates: from the front those that pass, from the back those that may be late.
   */
  private final int[] kept;

  private int passes;
  private int hastes;
  private long wakeInNanos;
  private int wakingRung = Integer.MAX_VALUE;

  private Planner(List<Candidate> candidates, List<RouteView> views, Constraints constraints) {
    this.candidates = candidates;
    this.views = views;
    this.constraints = constraints;
    kept = new int[candidates.size()];
  }

  /**
   * What a plan must respect.
   *
   * @param preference what to optimise
   * @param objective what to optimise if the preference throws
   * @param maxCost the most the request may still cost, or null
   * @param leftNanos the time left until the deadline
   * @param tried routes that failed this request before; used again on a rung only when nothing
   *     else is left there
   * @param turn which of those that are equal comes first; counts up from plan to plan
   */
  record Constraints(
      Preference preference,
      Preference objective,
      @Nullable Usd maxCost,
      long leftNanos,
      Set<Route> tried,
      long turn) {}

  /**
   * Plans.
   *
   * @param candidates as quoted
   * @param views what is known of each candidate's route, in the same order
   */
  static RoutePlan plan(
      List<Candidate> candidates, List<RouteView> views, Constraints constraints) {
    return new Planner(candidates, views, constraints).plan();
  }

  private RoutePlan plan() {
    for (int i = 0; i < candidates.size(); i++) {
      sort(i);
    }
    boolean lastResort = passes == 0 && hastes > 0;
    RuntimeException defect = null;
    Ranked[] ranked;
    if (lastResort) {
      // Whoever may be too late is asked only if everybody may; then time is what matters.
      ranked = score(kept.length - hastes, hastes, Preference.fastest());
    } else {
      for (int i = kept.length - hastes; i < kept.length; i++) {
        exclude(candidates.get(kept[i]), tooSlow(views.get(kept[i]).forecast()));
      }
      try {
        ranked = score(0, passes, constraints.preference());
      } catch (RuntimeException e) {
        defect = e;
        ranked = score(0, passes, constraints.objective());
      }
    }
    Ranking.sort(ranked, constraints.turn());
    int topRung = ranked.length == 0 ? Integer.MAX_VALUE : ranked[0].candidate().rung();
    return new RoutePlan(
        Arrays.asList(ranked), excluded, wakingRung < topRung ? wakeInNanos : 0, defect);
  }

  /** Puts a candidate with those that pass, that pass if need be, or that are excluded. */
  private void sort(int index) {
    Candidate candidate = candidates.get(index);
    RouteView view = views.get(index);
    Forecast forecast = view.forecast();
    Usd maxCost = constraints.maxCost();
    Usd most = candidate.quote().most();
    Block block = view.block();
    if (maxCost != null && most.isMoreThan(maxCost)) {
      exclude(candidate, "may cost $%s, above the $%s allowed".formatted(most, maxCost));
    } else if (isHopeless(forecast)) {
      exclude(candidate, tooSlow(forecast));
    } else if (block != null) {
      exclude(candidate, block.reason());
      wakeFor(candidate.rung(), block);
    } else if (forecast.samples() > 0 && forecast.slowNanos() > constraints.leftNanos()) {
      hastes++;
      kept[kept.length - hastes] = index;
    } else {
      kept[passes++] = index;
    }
  }

  private boolean isHopeless(Forecast forecast) {
    return forecast.samples() >= GUESS_BELOW_SAMPLES
        && forecast.expectedNanos() > constraints.leftNanos();
  }

  private void wakeFor(int rung, Block block) {
    if (block.isForGood() || rung > wakingRung) {
      return;
    }
    wakeInNanos = rung < wakingRung ? block.waitNanos() : Math.min(wakeInNanos, block.waitNanos());
    wakingRung = rung;
  }

  private String tooSlow(Forecast forecast) {
    boolean usually = forecast.expectedNanos() > constraints.leftNanos();
    return "%s takes %d ms, longer than the %d ms left"
        .formatted(
            usually ? "usually" : "one call in twenty",
            (usually ? forecast.expectedNanos() : forecast.slowNanos()) / NANOS_PER_MILLI,
            constraints.leftNanos() / NANOS_PER_MILLI);
  }

  private void exclude(Candidate candidate, String reason) {
    excluded.add(
        new Exclusion(
            candidate.route().provider(),
            candidate.model(),
            candidate.batch() ? "in a batch: " + reason : reason,
            false));
  }

  private Ranked[] score(int from, int count, Preference preference) {
    Ranked[] ranked = new Ranked[count];
    boolean anyTried = !constraints.tried().isEmpty();
    for (int i = 0; i < count; i++) {
      Candidate candidate = candidates.get(kept[from + i]);
      RouteView view = views.get(kept[from + i]);
      boolean tried = anyTried && constraints.tried().contains(candidate.route());
      int place = 2 * candidate.rung() + (tried ? 1 : 0);
      Prospect prospect = new Prospect(candidate, view);
      ranked[i] =
          new Ranked(
              candidate,
              view,
              place,
              preference.score(prospect),
              prospect.slowTimeToSuccessNanos());
    }
    return ranked;
  }
}

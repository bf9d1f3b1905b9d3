package dev.halftone.cli;

import dev.halftone.cli.JobCosts.SizeAdvice;
import dev.halftone.cli.JobCosts.Way;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sums what jobs would cost. Holds no job: only sums, and of jobs alike one and their number. Not
 * thread-safe; no I/O.
 */
final class WhatIf {
  /** Reasons that are told one by one; they may hold numbers of the job, so there is no end. */
  static final int MAX_REASONS = 20;

  private final RouteTotals routes = new RouteTotals();
  private final Map<Way, Long> ways = new LinkedHashMap<>();
  private final Map<SizeChange, Saving> sizes = new TreeMap<>();
  private final Map<String, Refused> refusals = new LinkedHashMap<>();
  private long jobs;
  private long images;
  private long refused;
  private long otherRefused;

  /** A size that a cheaper one covers. */
  record SizeChange(String model, Quality quality, ImageSize from, ImageSize to)
      implements Comparable<SizeChange> {
    private static final Comparator<SizeChange> ORDER =
        Comparator.comparing(SizeChange::model)
            .thenComparing(SizeChange::quality)
            .thenComparing(SizeChange::from, Comparator.comparing(ImageSize::toString))
            .thenComparing(SizeChange::to, Comparator.comparing(ImageSize::toString));

    @Override
    public int compareTo(SizeChange other) {
      return ORDER.compare(this, other);
    }
  }

  /** What a change of size would save over its jobs. */
  record Saving(long jobs, Usd expected, Usd most) {
    Saving plus(Saving other) {
      return new Saving(jobs + other.jobs, expected.plus(other.expected), most.plus(other.most));
    }
  }

  /**
   * Jobs that no route can serve, for one reason.
   *
   * @param firstLine the line of the first of them
   * @param firstId its id
   */
  record Refused(long jobs, long firstLine, String firstId) {
    Refused plusOne() {
      return new Refused(jobs + 1, firstLine, firstId);
    }
  }

  void add(Job job, JobCosts costs) {
    jobs++;
    images += costs.images();
    if (costs.refusal() != null) {
      refuse(job, costs.refusal());
      return;
    }
    costs.routes().forEach(choice -> routes.add(choice, costs.images(), 1));
    ways.merge(costs.way(), 1L, Long::sum);
    SizeAdvice advice = costs.advice();
    if (advice != null) {
      sizes.merge(
          new SizeChange(advice.model(), advice.quality(), advice.from(), advice.to()),
          new Saving(1, advice.expected(), advice.most()),
          Saving::plus);
    }
  }

  private void refuse(Job job, String reason) {
    refused++;
    Refused before = refusals.get(reason);
    if (before != null) {
      refusals.put(reason, before.plusOne());
    } else if (refusals.size() < MAX_REASONS) {
      refusals.put(reason, new Refused(1, job.line(), job.id()));
    } else {
      otherRefused++;
    }
  }

  /** The whole answer; {@code limit} is the budget, or null if there is none. */
  Report report(@Nullable Usd limit) {
    RouteTotals best = new RouteTotals();
    RouteTotals cheapest = new RouteTotals();
    ways.forEach(
        (way, count) -> {
          best.add(way.best(), way.images(), count);
          cheapest.add(way.cheapest(), way.images(), count);
        });
    return new Report(
        jobs,
        images,
        routes.routes(),
        best,
        cheapest,
        limit,
        limit == null ? null : BudgetMix.of(ways, limit),
        sizes,
        refusals,
        refused,
        otherRefused);
  }

  /**
   * What a file of jobs would cost.
   *
   * @param routes for each route, the jobs it could serve
   * @param best every job at the cheapest expected route of its best rung
   * @param cheapest every job where it costs least at most
   * @param limit the budget, or null
   * @param budget what the budget pays for, or null without one
   * @param sizes cheaper sizes that cover those asked for
   * @param refusals why jobs cannot be served
   * @param refused jobs that no route can serve
   * @param otherRefused those of them whose reason is not among the refusals
   */
  record Report(
      long jobs,
      long images,
      Map<RouteTotals.Route, RouteTotals.Sum> routes,
      RouteTotals best,
      RouteTotals cheapest,
      @Nullable Usd limit,
      @Nullable BudgetMix budget,
      Map<SizeChange, Saving> sizes,
      Map<String, Refused> refusals,
      long refused,
      long otherRefused) {
    Exit exit() {
      if (refused == jobs) {
        return Exit.NO_ROUTE;
      }
      return budget == null || budget.fits() ? Exit.DONE : Exit.BUDGET;
    }
  }
}

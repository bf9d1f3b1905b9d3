package dev.halftone.cli;

import dev.halftone.cli.JobCosts.SizeAdvice;
import dev.halftone.cli.JobCosts.Way;
import dev.halftone.cli.RouteTotals.Choice;
import dev.halftone.cli.RouteTotals.Route;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ModelCard;
import dev.halftone.cost.Quote;
import dev.halftone.cost.SizeAdvisor;
import dev.halftone.cost.TextTokens;
import dev.halftone.image.ImageRequest;
import dev.halftone.router.Estimate;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.Estimate.Offer;
import dev.halftone.router.ImageRouter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Quotes jobs, and jobs alike only once: a prompt decides a price by its tokens alone. Not
 * thread-safe; no I/O; sends nothing.
 */
final class JobEstimator {
  private static final int KEPT = 16_384;
  private static final String ANY_PROMPT = "?";

  private final ImageRouter router;
  private final CostEstimator estimator;
  private final LocalDate today;
  private final Set<String> providers;
  private final boolean batch;
  private final int shortPromptChars;
  private final Map<Shape, JobCosts> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shape, JobCosts> eldest) {
          return size() > KEPT;
        }
      };

  /** What decides the price: everything but the words. */
  private record Shape(ImageRequest request, int promptTokens) {}

  /**
   * An estimator of jobs.
   *
   * @param providers the providers to quote; empty for all
   * @param batch whether to quote the slower, cheaper lane
   */
  JobEstimator(
      ImageRouter router,
      CostEstimator estimator,
      LocalDate today,
      Set<String> providers,
      boolean batch) {
    this.router = router;
    this.estimator = estimator;
    this.today = today;
    this.providers = Set.copyOf(providers);
    this.batch = batch;
    shortPromptChars =
        estimator.catalog().models().stream().mapToInt(ModelCard::maxPromptChars).min().orElse(0);
  }

  JobCosts costs(ImageRequest request) {
    String prompt = request.prompt();
    if (prompt.length() > shortPromptChars) {
      // Its length decides which models take it, and what they say of it.
      return quote(request);
    }
    ImageRequest shape =
        request.newBuilder().prompt(ANY_PROMPT).charge(List.of()).cached(true).build();
    Shape key = new Shape(shape, TextTokens.count(prompt));
    JobCosts costs = known.get(key);
    if (costs == null) {
      costs = quote(request);
      known.put(key, costs);
    }
    return costs;
  }

  private JobCosts quote(ImageRequest request) {
    Set<String> allowed = new HashSet<>(request.providers());
    if (allowed.isEmpty()) {
      allowed.addAll(providers);
    } else if (!providers.isEmpty()) {
      allowed.retainAll(providers);
      if (allowed.isEmpty()) {
        return refused(request, "its halftone.providers are none of --provider");
      }
    }
    Estimate estimate;
    try {
      estimate = router.estimate(request.newBuilder().providers(allowed).build());
    } catch (IllegalArgumentException e) {
      return refused(request, String.valueOf(e.getMessage()));
    }
    if (batch) {
      estimate = BatchLane.of(estimate, estimator, today);
    }
    estimate = MaxCost.within(request.maxCost(), "max_cost_usd", estimate);
    return estimate.offers().isEmpty()
        ? refused(request, reason(estimate.excluded()))
        : of(request.n(), estimate.offers());
  }

  private static JobCosts refused(ImageRequest request, String why) {
    return new JobCosts(request.n(), List.of(), new Way(request.n(), List.of()), null, why);
  }

  /** What is wrong with the job itself if anything is, else what is wrong with the routes. */
  private static String reason(List<Exclusion> excluded) {
    boolean badInput = excluded.stream().anyMatch(Exclusion::badInput);
    return excluded.stream()
        .filter(one -> one.badInput() == badInput)
        .map(one -> badInput ? one.reason() : one.model() + ": " + one.reason())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private JobCosts of(int images, List<Offer> offers) {
    Map<Route, Choice> routes = new TreeMap<>();
    for (Offer offer : offers) {
      Choice choice = choice(offer);
      routes.putIfAbsent(choice.route(), choice);
    }
    Offer best = offers.stream().min(Comparator.comparingInt(Offer::rung)).orElseThrow();
    return new JobCosts(
        images,
        List.copyOf(routes.values()),
        new Way(images, way(best, offers)),
        advice(best),
        null);
  }

  private static List<Choice> way(Offer best, List<Offer> offers) {
    Map<Integer, Offer> cheapest = new TreeMap<>();
    for (Offer offer : offers) {
      cheapest.merge(offer.rung(), offer, JobEstimator::cheaperAtMost);
    }
    List<Choice> way = new ArrayList<>(List.of(choice(best)));
    for (Offer offer : cheapest.values()) {
      if (way.get(way.size() - 1).most().isMoreThan(offer.quote().most())) {
        way.add(choice(offer));
      }
    }
    return way;
  }

  /** The offers come cheapest expected first, so the first of equals stays. */
  private static Offer cheaperAtMost(Offer first, Offer second) {
    return first.quote().most().isMoreThan(second.quote().most()) ? second : first;
  }

  private static Choice choice(Offer offer) {
    Quote quote = offer.quote();
    return new Choice(
        new Route(offer.provider(), quote.model(), quote.spec().quality()),
        offer.rung(),
        quote.least(),
        quote.expected(),
        quote.most());
  }

  private @Nullable SizeAdvice advice(Offer best) {
    Quote quote = best.quote();
    Quote cheaper =
        SizeAdvisor.cheaper(estimator, quote.priceList(), quote.model(), quote.spec(), today);
    return cheaper == null
        ? null
        : new SizeAdvice(
            quote.spec().size(),
            cheaper.spec().size(),
            quote.model(),
            quote.spec().quality(),
            quote.expected().minus(cheaper.expected()),
            quote.most().minus(cheaper.most()));
  }
}

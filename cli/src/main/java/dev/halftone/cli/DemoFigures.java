package dev.halftone.cli;

import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.Receipt;
import dev.halftone.router.RoutingException;
import dev.halftone.router.RoutingException.Reason;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a manager asks after a run. The two comparisons count the served requests only, so a refusal
 * is never a saving, and both are against everything that was spent, also for calls that brought
 * nothing.
 *
 * @param images images delivered, those from the cache included
 * @param spent by the ledger, suspense settled
 * @param dearest what the served requests would have cost, each bought anew on the dearest route
 *     that its tier offers
 * @param singleProvider the provider at which the served requests would have cost least
 * @param single what they would have cost there: each bought anew, at the best step it offers
 * @param reuse how much of the saving against the dearest comes from images used again
 * @param steppedDown how much of it comes from cheaper steps, taken where a limit ran short
 * @param cheaper how much of it comes from cheaper routes of the same step
 * @param lost what was charged for calls that brought no images
 * @param cacheHits served by an image made before
 * @param joined served by an equal request in flight
 * @param retries calls made because another of the same request had failed
 * @param stepsDown requests served below the best step of their tier
 * @param refusals requests that brought nothing, by reason
 */
record DemoFigures(
    int requests,
    int served,
    int images,
    int calls,
    Usd budget,
    Usd spent,
    Usd dearest,
    String singleProvider,
    Usd single,
    Usd reuse,
    Usd steppedDown,
    Usd cheaper,
    Usd lost,
    int cacheHits,
    int joined,
    int retries,
    int stepsDown,
    Map<Reason, Integer> refusals) {

  static DemoFigures of(DemoResult result) {
    List<DemoOutcome> served =
        result.outcomes().stream().filter(one -> one.receipt() != null).toList();
    Map<Reason, Integer> refusals = new TreeMap<>();
    for (DemoOutcome outcome : result.outcomes()) {
      RoutingException failure = outcome.failure();
      if (failure != null) {
        refusals.merge(failure.reason(), 1, Integer::sum);
      }
    }
    String single = singleProvider(served);
    Tally tally = new Tally(single);
    served.forEach(tally::add);
    Usd spent = result.proof().ledger();
    int calls = result.calls().size();
    return new DemoFigures(
        result.outcomes().size(),
        served.size(),
        tally.images,
        calls,
        result.options().budget(),
        spent,
        tally.dearest,
        single,
        tally.single,
        tally.reuse,
        tally.steppedDown,
        tally.cheaper,
        spent.minus(tally.paid),
        tally.hits,
        tally.joined,
        retries(result),
        tally.stepsDown,
        refusals);
  }

  /**
   * The provider that can serve all of them and costs least; the first by name if they are equal.
   */
  private static String singleProvider(List<DemoOutcome> served) {
    Map<String, Usd> sums = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (DemoOutcome outcome : served) {
      outcome
          .quotes()
          .firstChoice()
          .forEach(
              (provider, price) -> {
                sums.merge(provider, price, Usd::plus);
                counts.merge(provider, 1, Integer::sum);
              });
    }
    sums.keySet().removeIf(provider -> counts.getOrDefault(provider, 0) < served.size());
    return sums.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("none");
  }

  private static int retries(DemoResult result) {
    return (int) result.calls().stream().filter(DemoCall::retry).count();
  }

  /** Above zero if routing was cheaper. */
  Usd savedAgainstDearest() {
    return dearest.minus(spent);
  }

  Usd savedAgainstSingle() {
    return single.minus(spent);
  }

  int refusedBy(Reason reason) {
    return refusals.getOrDefault(reason, 0);
  }

  /** Requests that brought nothing although neither a budget nor a provider refused them. */
  int failed() {
    return requests - served - refusedBy(Reason.BUDGET_EXCEEDED) - refusedBy(Reason.PROMPT_REFUSED);
  }

  private static final class Tally {
    private final String singleProvider;
    private Usd paid = Usd.ZERO;
    private Usd dearest = Usd.ZERO;
    private Usd single = Usd.ZERO;
    private Usd reuse = Usd.ZERO;
    private Usd steppedDown = Usd.ZERO;
    private Usd cheaper = Usd.ZERO;
    private int images;
    private int hits;
    private int joined;
    private int stepsDown;

    Tally(String singleProvider) {
      this.singleProvider = singleProvider;
    }

    void add(DemoOutcome outcome) {
      @Nullable Receipt receipt = outcome.receipt();
      if (receipt == null) {
        return;
      }
      Usd saved = outcome.quotes().dearest().minus(receipt.cost());
      images += outcome.images();
      paid = paid.plus(receipt.cost());
      dearest = dearest.plus(outcome.quotes().dearest());
      single = single.plus(outcome.quotes().firstChoice().getOrDefault(singleProvider, Usd.ZERO));
      if (receipt.cache() == CacheOutcome.HIT) {
        hits++;
        reuse = reuse.plus(saved);
      } else if (receipt.cache() == CacheOutcome.JOINED) {
        joined++;
        reuse = reuse.plus(saved);
      } else if (receipt.stepsDown() > 0) {
        stepsDown++;
        steppedDown = steppedDown.plus(saved);
      } else {
        cheaper = cheaper.plus(saved);
      }
    }
  }
}

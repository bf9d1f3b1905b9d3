package dev.halftone.cli;

import dev.halftone.cost.Usd;
import dev.halftone.router.Estimate;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one request would have cost elsewhere, by the quotes at the moment it came.
 *
 * @param dearest the dearest route offered to it
 * @param firstChoice for each provider that offers the best step open to the request, its cheapest
 *     price for it
 */
record DemoQuotes(Usd dearest, Map<String, Usd> firstChoice) {
  static DemoQuotes of(Estimate estimate) {
    Usd dearest = Usd.ZERO;
    int top = estimate.offers().stream().mapToInt(Estimate.Offer::rung).min().orElse(0);
    for (Estimate.Offer offer : estimate.offers()) {
      Usd expected = offer.quote().expected();
      dearest = expected.isMoreThan(dearest) ? expected : dearest;
    }
    Map<String, Usd> firstChoice = new TreeMap<>();
    for (Estimate.Offer offer : estimate.offers()) {
      if (offer.rung() == top) {
        firstChoice.merge(
            offer.provider(),
            offer.quote().expected(),
            (old, other) -> other.isMoreThan(old) ? old : other);
      }
    }
    return new DemoQuotes(dearest, firstChoice);
  }
}

package dev.halftone.cli;

import dev.halftone.cost.Usd;
import dev.halftone.router.Estimate;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one request would have cost elsewhere, by the quotes at the moment it came.
 *
 * @param dearest the dearest route offered to it
 * @param firstChoice for each provider, its cheapest price for the best step that it offers
 */
record DemoQuotes(Usd dearest, Map<String, Usd> firstChoice) {
  static DemoQuotes of(Estimate estimate) {
    Usd dearest = Usd.ZERO;
    Map<String, Integer> topRung = new TreeMap<>();
    for (Estimate.Offer offer : estimate.offers()) {
      topRung.merge(offer.provider(), offer.rung(), Math::min);
      Usd expected = offer.quote().expected();
      dearest = expected.isMoreThan(dearest) ? expected : dearest;
    }
    Map<String, Usd> firstChoice = new TreeMap<>();
    for (Estimate.Offer offer : estimate.offers()) {
      if (topRung.getOrDefault(offer.provider(), -1) == offer.rung()) {
        firstChoice.merge(
            offer.provider(),
            offer.quote().expected(),
            (old, other) -> other.isMoreThan(old) ? old : other);
      }
    }
    return new DemoQuotes(dearest, firstChoice);
  }
}

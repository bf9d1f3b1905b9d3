package dev.halftone.cli;

import dev.halftone.cost.Quote;
import dev.halftone.cost.Usd;
import dev.halftone.router.Estimate;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.Estimate.Offer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The most that one request may cost, applied to an estimate as the router would. */
final class MaxCost {
  private MaxCost() {}

  /**
   * Moves offers that may cost more than allowed to the excluded.
   *
   * @param maxCost the most allowed, or null for no limit
   * @param field what the limit is called where it was given
   */
  static Estimate within(@Nullable Usd maxCost, String field, Estimate estimate) {
    if (maxCost == null) {
      return estimate;
    }
    List<Offer> offers = new ArrayList<>();
    List<Exclusion> excluded = new ArrayList<>(estimate.excluded());
    for (Offer offer : estimate.offers()) {
      Quote quote = offer.quote();
      if (quote.most().isMoreThan(maxCost)) {
        excluded.add(
            new Exclusion(
                offer.provider(),
                quote.model(),
                "%s quality may cost $%s, above %s %s"
                    .formatted(quote.spec().quality(), quote.most(), field, maxCost),
                false));
      } else {
        offers.add(offer);
      }
    }
    return new Estimate(offers, excluded);
  }
}

package dev.halftone.cli;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quote;
import dev.halftone.cost.QuoteException;
import dev.halftone.router.Estimate;
import dev.halftone.router.Estimate.Exclusion;
import dev.halftone.router.Estimate.Offer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Quotes the offers of an estimate again, in the slower, cheaper lane of each provider. */
final class BatchLane {
  /** Providers promise a batch within a day. */
  private static final long PROMISED_NANOS = Duration.ofDays(1).toNanos();

  private BatchLane() {}

  static Estimate of(Estimate estimate, CostEstimator estimator, LocalDate on) {
    List<Offer> offers = new ArrayList<>();
    List<Exclusion> excluded = new ArrayList<>(estimate.excluded());
    for (Offer offer : estimate.offers()) {
      Quote quote = offer.quote();
      if (quote.spec().batch()) {
        continue;
      }
      ImageSpec spec = quote.spec().newBuilder().batch(true).build();
      try {
        offers.add(
            new Offer(
                offer.provider(),
                offer.rung(),
                estimator.quote(quote.priceList(), quote.model(), spec, on),
                offer.dropped(),
                PROMISED_NANOS));
      } catch (QuoteException e) {
        excluded.add(
            new Exclusion(
                offer.provider(),
                quote.model(),
                String.valueOf(e.getMessage()),
                e.reason().isBadInput()));
      }
    }
    offers.sort(
        Comparator.comparing((Offer offer) -> offer.quote().expected())
            .thenComparing(offer -> offer.quote().most())
            .thenComparing(Offer::provider));
    return new Estimate(offers, excluded);
  }
}

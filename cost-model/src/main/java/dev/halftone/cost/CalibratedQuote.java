package dev.halftone.cost;

import java.util.ArrayList;
import java.util.List;

/** Decides what a quote becomes in the light of what was learned. */
final class CalibratedQuote {
  private CalibratedQuote() {}

  static Calibrated of(Quote quote, LearnedRatios learned) {
    Usd declared = quote.expected();
    Usd low = BillRatio.below(learned.low(), declared);
    Usd high = BillRatio.above(learned.high(), declared);
    Usd expected = BillRatio.at(learned.mean(), declared).max(quote.least()).min(quote.most());
    Usd hold =
        learned.hold() == LearnedRatios.HOLD_MOST
            ? quote.most()
            : BillRatio.above(learned.hold(), declared).max(expected).min(quote.most());
    // A formula that the bills confirm stays what it is.
    Basis basis =
        quote.basis() == Basis.EXACT && expected.equals(declared) ? Basis.EXACT : Basis.OBSERVED;
    Quote corrected =
        new Quote(
            quote.priceList(),
            quote.model(),
            quote.spec(),
            quote.usage(),
            quote.least(),
            expected,
            quote.most(),
            basis,
            quote.thinking(),
            quote.priceAsOf(),
            quote.shutdown(),
            quote.dropped(),
            warnings(quote, low, high));
    return new Calibrated(corrected, low, high, hold, learned.samples());
  }

  private static List<String> warnings(Quote quote, Usd low, Usd high) {
    boolean above = low.isMoreThan(quote.most());
    if (!above && !quote.least().isMoreThan(high)) {
      return quote.warnings();
    }
    List<String> warnings = new ArrayList<>(quote.warnings());
    warnings.add(
        "19 of 20 bills are now between %s and %s, which is %s declared, %s; the catalogue is behind"
            .formatted(
                low,
                high,
                above ? "above the most" : "below the least",
                above ? quote.most() : quote.least()));
    return warnings;
  }
}

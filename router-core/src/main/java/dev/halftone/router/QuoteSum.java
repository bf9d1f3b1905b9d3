package dev.halftone.router;

import dev.halftone.cost.Basis;
import dev.halftone.cost.ImageSpec;
import dev.halftone.cost.Quote;
import dev.halftone.cost.ThinkingCost;
import dev.halftone.cost.Usage;

/** Adds up the quotes of the calls that together serve one request on one route. */
final class QuoteSum {
  private QuoteSum() {}

  /**
   * The quote of both: every sum exact, the basis that of the looser.
   *
   * @param one of the same model and price list as the other
   * @param spec the whole of what they serve
   */
  static Quote plus(Quote one, Quote other, ImageSpec spec) {
    return new Quote(
        one.priceList(),
        one.model(),
        spec,
        plus(one.usage(), other.usage()),
        one.least().plus(other.least()),
        one.expected().plus(other.expected()),
        one.most().plus(other.most()),
        loosest(one.basis(), other.basis()),
        plus(one.thinking(), other.thinking()),
        one.priceAsOf(),
        one.shutdown(),
        one.dropped(),
        one.warnings());
  }

  private static ThinkingCost plus(ThinkingCost one, ThinkingCost other) {
    return new ThinkingCost(
        one.via(),
        one.level(),
        one.least().plus(other.least()),
        one.expected().plus(other.expected()),
        one.most().plus(other.most()),
        loosest(one.basis(), other.basis()),
        plus(one.textModel(), other.textModel()),
        one.note());
  }

  static Usage plus(Usage one, Usage other) {
    return new Usage(
        Math.addExact(one.textInput(), other.textInput()),
        Math.addExact(one.imageInput(), other.imageInput()),
        Math.addExact(one.imageOutput(), other.imageOutput()),
        Math.addExact(one.textOutput(), other.textOutput()));
  }

  private static Basis loosest(Basis one, Basis other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}

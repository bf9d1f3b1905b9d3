package dev.halftone.cost;

import dev.halftone.cost.QuoteException.Reason;
import org.jspecify.annotations.Nullable;

/** Prices a spec on a route that is billed by the image. */
final class ImageQuote {
  private ImageQuote() {}

  static Quote of(
      Tariff tariff,
      ImagePrices prices,
      String model,
      ImageSpec spec,
      boolean stale,
      boolean shutdown) {
    long references = references(tariff, prices, spec);
    long least = total(spec, known(tariff, spec, prices.least(spec, tariff.card)), references);
    long most = total(spec, known(tariff, spec, prices.most(spec, tariff.card)), references);
    Usd likely =
        prices.price(
            prices.cells().containsKey(spec.quality()) ? spec.quality() : tariff.card.autoQuality(),
            spec.size().isAuto() ? tariff.card.autoSize : spec.size());
    long expected = likely == null ? most : total(spec, likely.nanos(), references);
    // The grid need not have a cell for what would be expected of a provider that chooses.
    expected = Math.max(least, Math.min(expected, most));
    ThinkingCost thinking = tariff.thinkingCosts.ofPrice(spec, least, expected, most);
    return TokenQuote.rounded(
        tariff,
        model,
        spec,
        TokenQuote.usage(tariff.card, spec),
        new TokenQuote.Sums(
            Math.addExact(least, thinking.least().nanos()),
            Math.addExact(expected, thinking.expected().nanos()),
            Math.addExact(most, thinking.most().nanos()),
            least == most && thinking.least().equals(thinking.most())),
        thinking,
        tariff.warnings(stale, shutdown, false, false, !thinking.most().isZero()));
  }

  private static long references(Tariff tariff, ImagePrices prices, ImageSpec spec) {
    int images = spec.inputImages().size();
    if (images == 0) {
      return 0;
    }
    Usd each = prices.inputImage();
    if (each == null) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "what reference images cost for %s on %s is not known; an overlay can name it as usd_per_input_image"
              .formatted(tariff.card, tariff.priceList));
    }
    return Math.multiplyExact(each.nanos(), images);
  }

  private static long total(ImageSpec spec, long image, long references) {
    return Math.multiplyExact(Math.addExact(image, references), spec.n());
  }

  private static long known(Tariff tariff, ImageSpec spec, @Nullable Usd price) {
    if (price == null) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "the price of an image of %s at %s for %s on %s is not known; an overlay can name it in usd_per_image"
              .formatted(spec.size(), spec.quality(), tariff.card, tariff.priceList));
    }
    return price.nanos();
  }
}

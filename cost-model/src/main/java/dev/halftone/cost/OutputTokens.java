package dev.halftone.cost;

/** Image-output tokens of a spec, with what it leaves to the provider resolved to a range. */
final class OutputTokens {
  private OutputTokens() {}

  static long least(ModelCard card, ImageSpec spec) {
    if (spec.quality() != Quality.AUTO) {
      return least(card, spec, spec.quality());
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < card.qualities().size(); i++) {
      least = Math.min(least, least(card, spec, card.qualities().get(i)));
    }
    return least;
  }

  static long expected(ModelCard card, ImageSpec spec) {
    Quality quality = spec.quality() == Quality.AUTO ? card.autoQuality() : spec.quality();
    ImageSize size = spec.size().isAuto() ? card.autoSize : spec.size();
    return card.outputTokens().expected(size, quality, spec.n());
  }

  static long most(ModelCard card, ImageSpec spec) {
    if (spec.quality() != Quality.AUTO) {
      return most(card, spec, spec.quality());
    }
    long most = 0;
    for (int i = 0; i < card.qualities().size(); i++) {
      most = Math.max(most, most(card, spec, card.qualities().get(i)));
    }
    return most;
  }

  static boolean isExact(ModelCard card, ImageSpec spec) {
    return card.outputTokens().isExact() && spec.quality() != Quality.AUTO && !spec.size().isAuto();
  }

  private static long least(ModelCard card, ImageSpec spec, Quality quality) {
    ImageSize size = spec.size().isAuto() ? card.autoSizes(quality).cheapest() : spec.size();
    return card.outputTokens().least(size, quality, spec.n());
  }

  private static long most(ModelCard card, ImageSpec spec, Quality quality) {
    ImageSize size = spec.size().isAuto() ? card.autoSizes(quality).dearest() : spec.size();
    return card.outputTokens().most(size, quality, spec.n());
  }
}

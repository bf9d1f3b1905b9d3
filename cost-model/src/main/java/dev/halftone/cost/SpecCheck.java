package dev.halftone.cost;

import dev.halftone.cost.QuoteException.Reason;
import java.util.List;

/** Refuses a spec that a model does not serve, naming what is allowed and the nearest legal. */
final class SpecCheck {
  private SpecCheck() {}

  static void require(ModelCard card, ImageSpec spec) {
    range(Reason.COUNT, "n", card, spec.n(), 1, card.maxImages());
    range(
        Reason.PARTIAL_IMAGES,
        "partial images",
        card,
        spec.partialImages(),
        0,
        card.maxPartialImages());
    range(
        Reason.INPUT_IMAGES,
        "input images",
        card,
        spec.inputImages().size(),
        0,
        card.maxInputImages());
    if (!card.sizes().allows(spec.size())) {
      throw size(card, spec.size());
    }
    if (spec.quality() != Quality.AUTO && !card.qualities().contains(spec.quality())) {
      throw quality(card, spec.quality());
    }
    if (spec.promptChars() > card.maxPromptChars()) {
      throw new QuoteException(
          Reason.PROMPT,
          "prompt of %d characters on %s: at most %d are allowed"
              .formatted(spec.promptChars(), card, card.maxPromptChars()));
    }
    List<ImageSize> inputs = spec.inputImages();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).isAuto()) {
        throw new QuoteException(
            Reason.INPUT_IMAGES,
            "input image %d has size auto: its width and height in pixels are needed"
                .formatted(i + 1));
      }
    }
  }

  private static void range(
      Reason reason, String name, ModelCard card, int value, int least, int most) {
    if (value < least || value > most) {
      throw new QuoteException(
          reason,
          "%s %d on %s: must be %d to %d; nearest legal is %d"
              .formatted(name, value, card, least, most, value < least ? least : most));
    }
  }

  private static QuoteException size(ModelCard card, ImageSize size) {
    SizeRule sizes = card.sizes();
    return new QuoteException(
        Reason.SIZE,
        "size %s on %s: %s; nearest legal is %s"
            .formatted(size, card, sizes.refusal(size), sizes.nearest(size)));
  }

  private static QuoteException quality(ModelCard card, Quality quality) {
    Quality nearest = card.qualities().get(0);
    StringBuilder offered = new StringBuilder();
    for (Quality candidate : card.qualities()) {
      offered.append(candidate).append(", ");
      if (candidate.compareTo(quality) < 0) {
        nearest = candidate;
      }
    }
    return new QuoteException(
        Reason.QUALITY,
        "quality %s on %s: it offers %sauto; nearest legal is %s"
            .formatted(quality, card, offered, nearest));
  }
}

package dev.halftone.cost;

import java.time.LocalDate;
import java.util.List;

/** Short ways to write what the tests ask for. */
final class Specs {
  static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  static final CostEstimator ESTIMATOR = CostEstimator.of(PriceCatalog.shipped());

  private Specs() {}

  static ImageSpec spec(String size, String quality) {
    return ImageSpec.builder().size(ImageSize.parse(size)).quality(Quality.parse(quality)).build();
  }

  static ImageSpec edit(String size, String quality, String... inputs) {
    return spec(size, quality)
        .newBuilder()
        .inputImages(List.of(inputs).stream().map(ImageSize::parse).toList())
        .build();
  }

  static Quote openAi(String model, ImageSpec spec) {
    return ESTIMATOR.quote("openai", model, spec, TODAY);
  }

  static ModelCard card(String model) {
    ModelCard card = PriceCatalog.shipped().model(model);
    if (card == null) {
      throw new AssertionError(model);
    }
    return card;
  }
}

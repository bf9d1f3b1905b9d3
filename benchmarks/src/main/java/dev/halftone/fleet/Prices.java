package dev.halftone.fleet;

import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The price lists of the fleet, dated: some prices change at midnight. */
final class Prices {
  private static final String FILE = "prices.json";

  private Prices() {}

  static CostEstimator estimator() {
    try (InputStream in = Prices.class.getResourceAsStream(FILE)) {
      byte[] json = Objects.requireNonNull(in, FILE).readAllBytes();
      return CostEstimator.of(
          CatalogReader.overlay(
              PriceCatalog.shipped(), FILE, new String(json, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.halftone.cli;

import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.PriceCatalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the simulated WaveSpeedAI charges, as a catalogue file. <b>Invented</b>: the real one
 * publishes no prices, so nothing can be routed to it without a file like this.
 */
final class SimulatedPrices {
  private static final String RESOURCE = "simulator/wavespeed-prices.json";

  private SimulatedPrices() {}

  static String json() {
    try (InputStream resource = SimulatedPrices.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /** The shipped catalogue under these prices. */
  static PriceCatalog catalog() {
    return CatalogReader.overlay(PriceCatalog.shipped(), RESOURCE, json());
  }
}

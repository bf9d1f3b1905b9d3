package dev.halftone.cost;

/** Overlays that several tests read; every one is a valid catalogue file. */
final class Overlays {
  /** A grid of the kind WaveSpeedAI answers when asked; the numbers are invented. */
  static final String WAVESPEED =
      """
      { "format": 1, "prices": [
        { "price_list": "wavespeed", "model": "gpt-image-2", "from": "2026-11-01",
          "names": { "generation": "openai/gpt-image-2/text-to-image" },
          "checked_on": "2026-11-19", "source": "asked its price endpoint", "confidence": "high",
          "usd_per_image": {
            "low": { "any": "0.02" },
            "medium": { "1024x1024": "0.06", "any": "0.08" },
            "high": { "any": "0.22" } },
          "usd_per_input_image": "0.012" } ] }
      """;

  /** A route that documents a parameter for thinking. */
  static final String PARAMETER =
      """
      { "$schema": "catalog.schema.json", "format": 1, "prices": [
        { "price_list": "house", "model": "gpt-image-2", "from": "2026-11-01",
          "checked_on": "2026-11-19", "source": "our contract", "confidence": "high",
          "usd_per_million": { "text_input": "5", "image_input": "8", "image_output": "30" },
          "rounding": { "up_to_usd": "0.001", "per": "image" },
          "thinking": { "via": "parameter", "name": "thinking_level",
            "values": { "low": "short", "high": "long" },
            "percent": {
              "low": { "least": 0, "expected": 10, "most": 30 },
              "high": { "least": 20, "expected": 50, "most": 100 } },
            "source": "our contract", "checked_on": "2026-11-19", "confidence": "medium" } } ] }
      """;

  private Overlays() {}

  static PriceCatalog over(String overlay) {
    return CatalogReader.overlay(PriceCatalog.shipped(), "overlay.json", overlay);
  }
}

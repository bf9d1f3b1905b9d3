package dev.halftone.image;

import java.util.Locale;

/** How good an image must be, without naming a model: a ladder of (model, quality) serves each. */
public enum Tier {
  DRAFT,
  STANDARD,
  FINAL;

  /**
   * Reads a tier in any case.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Tier parse(String text) {
    for (Tier tier : values()) {
      if (tier.name().equalsIgnoreCase(text)) {
        return tier;
      }
    }
    throw new IllegalArgumentException(
        "tier '%s' is not one of draft, standard, final".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

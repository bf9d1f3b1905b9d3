package dev.halftone.image;

import java.util.Locale;

/** What the router optimises among the routes that satisfy every constraint. */
public enum Objective {
  /** The least expected cost to success. */
  CHEAPEST,
  /** The least forecast latency. */
  FASTEST,
  /** Expected cost plus forecast latency at a declared exchange rate. */
  BALANCED;

  /**
   * Reads an objective in any case.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Objective parse(String text) {
    for (Objective objective : values()) {
      if (objective.name().equalsIgnoreCase(text)) {
        return objective;
      }
    }
    throw new IllegalArgumentException(
        "objective '%s' is not one of cheapest, fastest, balanced".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

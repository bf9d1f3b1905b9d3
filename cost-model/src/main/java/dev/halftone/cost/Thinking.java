package dev.halftone.cost;

import java.util.Locale;

/** How much planning is asked for before drawing; each route declares how far it can serve it. */
public enum Thinking {
  OFF,
  LOW,
  MEDIUM,
  HIGH;

  /**
   * Reads a level in any case.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Thinking parse(String text) {
    for (Thinking level : values()) {
      if (level.name().equalsIgnoreCase(text)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "thinking '%s' is not one of off, low, medium, high".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

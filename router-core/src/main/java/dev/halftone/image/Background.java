package dev.halftone.image;

import java.util.Locale;

/** What lies behind the subject. */
public enum Background {
  AUTO,
  OPAQUE,
  TRANSPARENT;

  /**
   * Reads a background in any case.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Background parse(String text) {
    for (Background background : values()) {
      if (background.name().equalsIgnoreCase(text)) {
        return background;
      }
    }
    throw new IllegalArgumentException(
        "background '%s' is not one of auto, opaque, transparent".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

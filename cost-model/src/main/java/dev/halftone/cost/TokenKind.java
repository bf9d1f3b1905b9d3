package dev.halftone.cost;

import java.util.Locale;

/** The kinds of token that are priced apart. */
public enum TokenKind {
  TEXT_INPUT,
  IMAGE_INPUT,
  IMAGE_OUTPUT,
  TEXT_OUTPUT;

  /** The name as the catalogue writes it: {@code image_input}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

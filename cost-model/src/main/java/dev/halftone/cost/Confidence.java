package dev.halftone.cost;

import java.util.Locale;

/** How far a price or a rule of the catalogue is to be believed. */
public enum Confidence {
  /** The provider's own page, or several independent measurements that agree. */
  HIGH,
  /** One good secondary source. A quote that rests on it carries a warning. */
  MEDIUM,
  /** A single weak source, or inferred. A quote that rests on it carries a warning. */
  LOW;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

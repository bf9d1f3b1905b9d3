package dev.halftone.cost;

import java.util.Locale;

/** How a route serves {@link Thinking}. */
public enum ThinkingRoute {
  /** Not at all: what is asked for is dropped, and reported as dropped. */
  NONE,
  /** By the {@code complexity} parameter of models that have it. */
  COMPLEXITY,
  /** By a text model that plans and calls the image tool, billed at its own rates. */
  RESPONSES,
  /** By a request parameter whose name and values are configured. */
  PARAMETER;

  /** The name as the catalogue writes it: {@code responses}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

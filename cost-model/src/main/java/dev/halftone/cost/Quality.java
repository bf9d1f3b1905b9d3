package dev.halftone.cost;

import java.util.Locale;

/**
 * The quality asked of a model, in rising order of cost within one model.
 *
 * <p>A label means different work on different models: {@code high} on gpt-image-2.5 takes as many
 * tokens as {@code medium} on gpt-image-2.
 */
public enum Quality {
  LOW,
  MEDIUM,
  HIGH,
  XHIGH,
  MAX,
  /** The provider chooses; priced as an interval and held at its most. */
  AUTO;

  /**
   * Reads a quality in any case; {@code standard} is read as medium and {@code hd} as high.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Quality parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "low" -> LOW;
      case "medium", "standard" -> MEDIUM;
      case "high", "hd" -> HIGH;
      case "xhigh" -> XHIGH;
      case "max" -> MAX;
      case "auto" -> AUTO;
      default ->
          throw new IllegalArgumentException(
              "quality '%s' is not one of low, medium, high, xhigh, max, auto".formatted(text));
    };
  }

  /** The name as it goes over the wire: {@code medium}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.halftone.cost;

import java.util.Objects;

/**
 * What shares one calibration: requests of one provider, model, quality, size class and thinking.
 * Immutable and thread-safe; made without I/O.
 *
 * @param provider the provider's name as the caller configured it, not empty
 * @param model the model quoted, not empty
 * @param quality the quality quoted
 * @param sizeClass the power of two at or below the area in pixels: 20 for 1024x1024 and 1536x1024,
 *     21 for 2048x1024; 0 to 31, or -1 where the provider chooses the size
 * @param thinking the planning asked for
 */
public record CalibrationKey(
    String provider, String model, Quality quality, int sizeClass, Thinking thinking) {
  static final int AUTO_SIZE = -1;
  static final int MAX_SIZE_CLASS = 31;

  public CalibrationKey {
    Objects.requireNonNull(quality);
    Objects.requireNonNull(thinking);
    if (provider.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException(
          "calibration key: provider '%s' and model '%s' must not be empty"
              .formatted(provider, model));
    }
    if (sizeClass < AUTO_SIZE || sizeClass > MAX_SIZE_CLASS) {
      throw new IllegalArgumentException(
          "calibration key: size class %d must be %d to %d"
              .formatted(sizeClass, AUTO_SIZE, MAX_SIZE_CLASS));
    }
  }

  /** The key of a quote at a provider. */
  public static CalibrationKey of(String provider, Quote quote) {
    ImageSpec spec = quote.spec();
    return new CalibrationKey(
        provider, quote.model(), spec.quality(), sizeClass(spec.size()), spec.thinking());
  }

  private static int sizeClass(ImageSize size) {
    return size.isAuto() ? AUTO_SIZE : Long.SIZE - 1 - Long.numberOfLeadingZeros(size.pixels());
  }
}

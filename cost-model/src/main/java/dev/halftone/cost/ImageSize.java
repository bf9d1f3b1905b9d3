package dev.halftone.cost;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of an image in pixels, or {@link #AUTO}, which leaves the choice to the provider.
 *
 * <p>Any positive size can be expressed; which sizes a model makes is the model card's business.
 * Immutable and thread-safe.
 *
 * @param width pixels, 1 to 65,535; 0 only in {@link #AUTO}
 * @param height pixels, 1 to 65,535; 0 only in {@link #AUTO}
 */
public record ImageSize(int width, int height) {
  /** The provider chooses; priced as an interval and held at its most. */
  public static final ImageSize AUTO = new ImageSize(0, 0);

  private static final int MAX_EDGE = 65_535;
  private static final Pattern FORM = Pattern.compile("(\\d{1,5})[xX](\\d{1,5})");

  public ImageSize {
    boolean auto = width == 0 && height == 0;
    if (!auto && (width < 1 || height < 1 || width > MAX_EDGE || height > MAX_EDGE)) {
      throw new IllegalArgumentException(
          "size %dx%d: each edge must be 1 to %d pixels".formatted(width, height, MAX_EDGE));
    }
  }

  /**
   * Reads {@code 1536x1024} or {@code auto}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static ImageSize parse(String text) {
    if (text.equalsIgnoreCase("auto")) {
      return AUTO;
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "size '%s' is not WIDTHxHEIGHT in pixels, such as 1536x1024, nor auto".formatted(text));
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    if (width == 0 || height == 0) {
      throw new IllegalArgumentException("size '%s' has an edge of no pixels".formatted(text));
    }
    return new ImageSize(width, height);
  }

  public boolean isAuto() {
    return width == 0;
  }

  public int longEdge() {
    return Math.max(width, height);
  }

  public int shortEdge() {
    return Math.min(width, height);
  }

  /** The area in pixels; 0 for {@link #AUTO}. */
  public long pixels() {
    return (long) width * height;
  }

  @Override
  public String toString() {
    return isAuto() ? "auto" : width + "x" + height;
  }
}

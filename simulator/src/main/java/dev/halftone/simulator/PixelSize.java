package dev.halftone.simulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A picture's width and height in pixels. */
record PixelSize(int width, int height) {
  static final PixelSize SQUARE = new PixelSize(1024, 1024);

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})");

  static Optional<PixelSize> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new PixelSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))));
  }

  long area() {
    return (long) width * height;
  }

  int longEdge() {
    return Math.max(width, height);
  }

  int shortEdge() {
    return Math.min(width, height);
  }

  /** The rules of gpt-image-2 and later: multiples of 16, 3840, 3:1, 655,360 to 8,294,400. */
  boolean isLegalFlexible() {
    return width % 16 == 0
        && height % 16 == 0
        && longEdge() <= 3840
        && longEdge() <= 3 * shortEdge()
        && area() >= 655_360
        && area() <= 8_294_400;
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}

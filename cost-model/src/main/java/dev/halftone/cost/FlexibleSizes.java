package dev.halftone.cost;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Any size on a grid within limits of edge, shape and area.
 *
 * @param multiple both edges are multiples of this many pixels
 * @param maxEdge the longest edge in pixels
 * @param maxRatio the long edge is at most this many times the short one
 * @param minPixels least area in pixels
 * @param maxPixels largest area in pixels
 */
record FlexibleSizes(int multiple, int maxEdge, int maxRatio, long minPixels, long maxPixels)
    implements SizeRule {
  // Keeps token arithmetic inside a long and the search for the nearest size short.
  private static final int MOST_EDGE = 16_384;
  private static final int MOST_STEPS = 1_024;

  FlexibleSizes {
    if (multiple < 1 || maxEdge > MOST_EDGE || maxEdge / multiple > MOST_STEPS) {
      throw new IllegalArgumentException(
          "max_edge must be at most %d and %d times multiple".formatted(MOST_EDGE, MOST_STEPS));
    }
    if (maxRatio < 1 || minPixels < 1 || maxPixels < minPixels) {
      throw new IllegalArgumentException(
          "max_ratio and min_pixels must be at least 1, max_pixels at least min_pixels");
    }
    boolean any = false;
    for (int edge = multiple; edge <= maxEdge; edge += multiple) {
      long square = (long) edge * edge;
      any |= square >= minPixels && square <= maxPixels;
    }
    if (!any) {
      throw new IllegalArgumentException("these limits leave no square size");
    }
  }

  @Override
  public boolean allows(ImageSize size) {
    return size.isAuto() || allows(size.width(), size.height());
  }

  private boolean allows(int width, int height) {
    int longEdge = Math.max(width, height);
    int shortEdge = Math.min(width, height);
    long pixels = (long) width * height;
    return width % multiple == 0
        && height % multiple == 0
        && longEdge <= maxEdge
        && longEdge <= (long) maxRatio * shortEdge
        && pixels >= minPixels
        && pixels <= maxPixels;
  }

  @Override
  public @Nullable String refusal(ImageSize size) {
    if (allows(size)) {
      return null;
    }
    if (size.width() % multiple != 0 || size.height() % multiple != 0) {
      return "both edges must be multiples of " + multiple;
    }
    if (size.longEdge() > maxEdge) {
      return "the longest edge must be at most " + maxEdge + " pixels";
    }
    if (size.longEdge() > (long) maxRatio * size.shortEdge()) {
      return "the long edge must be at most " + maxRatio + " times the short one";
    }
    return "width x height must be %d to %d pixels".formatted(minPixels, maxPixels);
  }

  @Override
  public ImageSize nearest(ImageSize size) {
    if (allows(size)) {
      return size;
    }
    Nearest nearest = new Nearest(size);
    for (int width = multiple; width <= maxEdge; width += multiple) {
      // For one width the legal heights are an unbroken run of the grid.
      long least = Math.max(ceilDiv(minPixels, width), ceilDiv(width, maxRatio));
      long most = Math.min(Math.min(maxEdge, maxPixels / width), (long) width * maxRatio);
      long first = ceilDiv(least, multiple) * multiple;
      long last = most / multiple * multiple;
      if (first <= last) {
        long below = size.height() / multiple * (long) multiple;
        nearest.consider(width, (int) Math.min(Math.max(below, first), last));
        nearest.consider(width, (int) Math.min(Math.max(below + multiple, first), last));
      }
    }
    return nearest.size();
  }

  @Override
  public String describe() {
    return "edges that are multiples of %d up to %d pixels, at most %d:1, %d to %d pixels in all"
        .formatted(multiple, maxEdge, maxRatio, minPixels, maxPixels);
  }

  @Override
  public void forEach(Consumer<ImageSize> visitor) {
    for (int width = multiple; width <= maxEdge; width += multiple) {
      for (int height = multiple; height <= width; height += multiple) {
        if (allows(width, height)) {
          visitor.accept(new ImageSize(width, height));
        }
      }
    }
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }
}

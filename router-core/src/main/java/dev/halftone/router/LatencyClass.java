package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;

/**
 * Requests that take about as long as each other on one route.
 *
 * @param quality the quality sent
 * @param megapixels the area of all images together in millions of pixels, rounded up to a power of
 *     two, so that a route has few classes
 */
record LatencyClass(Quality quality, int megapixels) {
  private static final int PIXELS_PER_MEGAPIXEL = 1 << 20;

  static LatencyClass of(Quality quality, ImageSize size, int n) {
    long pixels = size.isAuto() ? PIXELS_PER_MEGAPIXEL : size.pixels();
    long megapixels = -Math.floorDiv(-pixels * n, PIXELS_PER_MEGAPIXEL);
    int rounded = (int) Long.highestOneBit(megapixels);
    return new LatencyClass(quality, rounded == megapixels ? rounded : rounded << 1);
  }
}

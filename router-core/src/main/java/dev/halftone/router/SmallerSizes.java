package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Finds smaller sizes of the same shape. Pure. */
final class SmallerSizes {
  /** Both edges are multiples of this many pixels, as on all models with free sizes. */
  private static final int GRID = 16;

  private static final int PERCENT = 100;

  private SmallerSizes() {}

  /**
   * The largest sizes of exactly the same shape whose edges are at most so many percent of the ones
   * asked for, largest first; which of them a model makes is the model's business.
   *
   * @param percents 1 to 99, falling
   */
  static List<ImageSize> of(ImageSize asked, List<Integer> percents) {
    if (asked.isAuto()) {
      return List.of();
    }
    int divisor =
        BigInteger.valueOf(asked.width()).gcd(BigInteger.valueOf(asked.height())).intValue();
    int width = asked.width() / divisor * GRID;
    int height = asked.height() / divisor * GRID;
    List<ImageSize> sizes = new ArrayList<>();
    for (int percent : percents) {
      int times = (int) ((long) asked.width() * percent / PERCENT / width);
      ImageSize size = times == 0 ? asked : new ImageSize(times * width, times * height);
      if (size.pixels() < asked.pixels() && !sizes.contains(size)) {
        sizes.add(size);
      }
    }
    return sizes;
  }
}

package dev.halftone.cost;

/**
 * The patch rule of gpt-image-2 and later: the image is scaled so that its long edge is 512, but by
 * no less than a half and never up; a side shorter than a third of the long one is padded to it;
 * 16-pixel cells are counted, a started one in full; above 1,536 cells both sides are shrunk to
 * that area and rounded down.
 *
 * <p>Source: 16 sizes measured with an official key on 2026-09-16/17, and an independent derivation
 * of 2026-06-12.
 *
 * <p>Sides after scaling are fractions, kept as such, so there is no rounding but the two named.
 * The shrunk sides are {@code sqrt(1536 * w / h)} cells and its mirror image: the scale cancels,
 * and the floor of a root is taken in integers.
 */
record PatchTokens() implements InputImageRule {
  private static final int CELL = 16;
  private static final long MAX_CELLS = 1536;
  private static final int TARGET_EDGE = 512;
  private static final int MAX_RATIO = 3;

  @Override
  public long tokens(ImageSize size) {
    long longEdge = size.longEdge();
    long shortEdge = size.shortEdge();
    long numerator;
    long denominator;
    if (longEdge <= TARGET_EDGE) {
      numerator = 1;
      denominator = 1;
    } else if (longEdge < 2 * TARGET_EDGE) {
      numerator = TARGET_EDGE;
      denominator = longEdge;
    } else {
      numerator = 1;
      denominator = 2;
    }
    // Times three throughout, so that the padded side, a third of the long one, stays whole.
    long longThirds = MAX_RATIO * longEdge;
    long shortThirds = Math.max(MAX_RATIO * shortEdge, longEdge);
    long unit = MAX_RATIO * denominator * CELL;
    long cells = ceilDiv(longThirds * numerator, unit) * ceilDiv(shortThirds * numerator, unit);
    if (cells <= MAX_CELLS) {
      return cells;
    }
    return floorRoot(MAX_CELLS * longThirds / shortThirds)
        * floorRoot(MAX_CELLS * shortThirds / longThirds);
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  /** Of a number of at most 4,608, so counting up from a sure lower bound is quick. */
  private static long floorRoot(long value) {
    long root = value >= MAX_CELLS ? 39 : 22;
    while ((root + 1) * (root + 1) <= value) {
      root++;
    }
    return root;
  }
}

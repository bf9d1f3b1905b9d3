package dev.halftone.simulator;

import java.util.List;

/**
 * Image tokens a reference bills on an edit. Exact for gpt-image-2 and 2.5 (measured in September
 * 2026 at 16 sizes), taken over for 2.6; the tile rule of the older models is documented. Pure.
 */
final class ReferenceTokens {
  private static final int CELL = 16;
  private static final int MOST_CELLS = 1_536;
  private static final int TILE = 512;
  private static final double ROUNDING = 1e-9;

  private ReferenceTokens() {}

  static int of(TokenScale scale, List<PixelSize> references) {
    return references.stream()
        .mapToInt(size -> scale == TokenScale.TABLE ? tiles(size) : patches(size))
        .sum();
  }

  private static int patches(PixelSize size) {
    double scale = Math.min(1, Math.max(0.5, (double) TILE / size.longEdge()));
    double longSide = size.longEdge() * scale;
    double shortSide = Math.max(size.shortEdge() * scale, longSide / 3);
    int cells = cells(longSide) * cells(shortSide);
    if (cells <= MOST_CELLS) {
      return cells;
    }
    int along = (int) Math.sqrt(MOST_CELLS * longSide / shortSide);
    int across = (int) Math.sqrt(MOST_CELLS * shortSide / longSide);
    return along * across;
  }

  private static int cells(double side) {
    return (int) Math.ceil(side / CELL - ROUNDING);
  }

  /** The shortest side becomes 512, then 65 and 129 for every tile of 512 begun: low fidelity. */
  private static int tiles(PixelSize size) {
    double ratio = (double) size.longEdge() / size.shortEdge();
    return 65 + 129 * (int) Math.ceil(ratio - ROUNDING);
  }
}

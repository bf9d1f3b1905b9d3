package dev.halftone.cost;

/**
 * The tile rule of gpt-image-1, -mini and 1.5 at low input fidelity, the only one Halftone asks
 * for: the short side is scaled to 512 pixels and 512-pixel tiles are counted.
 *
 * <p>Source: copy of OpenAI's guide of 2025-12-11; 194 tokens for 1024x1024 were observed.
 *
 * @param base tokens of every image
 * @param perTile tokens of every started tile
 */
record TileTokens(int base, int perTile) implements InputImageRule {
  @Override
  public long tokens(ImageSize size) {
    long shortEdge = size.shortEdge();
    // One tile across the short side; along the long one as many as its multiples of the short.
    long tiles = (size.longEdge() + shortEdge - 1) / shortEdge;
    return base + perTile * tiles;
  }
}

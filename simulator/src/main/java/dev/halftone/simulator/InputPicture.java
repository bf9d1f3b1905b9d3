package dev.halftone.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A reference picture of an edit: all that matters here is its size. Immutable. */
record InputPicture(PixelSize size) {
  private static final double CELL = 16;
  private static final double MOST_CELLS = 1536;

  /** Reads the head of a png, jpeg, gif or bmp; empty when the bytes are no such picture. */
  static Optional<InputPicture> decode(byte[] bytes) {
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return Optional.of(
            new InputPicture(new PixelSize(reader.getWidth(0), reader.getHeight(0))));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Billed image tokens by the patch rule: scaled to a long edge of 512 but by half at most, padded
   * to a ratio of 3:1, cut in cells of 16 pixels; above 1,536 cells shrunk to that area.
   */
  int tokens() {
    double scale = Math.min(1, Math.max(0.5, 512.0 / size.longEdge()));
    double longEdge = size.longEdge() * scale;
    double shortEdge = Math.max(size.shortEdge() * scale, longEdge / 3);
    double cells = cellsUp(longEdge) * cellsUp(shortEdge);
    if (cells > MOST_CELLS) {
      double shrink = StrictMath.sqrt(MOST_CELLS / (longEdge / CELL * (shortEdge / CELL)));
      cells = cellsDown(longEdge * shrink) * cellsDown(shortEdge * shrink);
    }
    return (int) cells;
  }

  /** A hair less, and below a hair more, so that exact sides are not lost to rounding. */
  private static double cellsUp(double edge) {
    return Math.ceil(edge / CELL - 1e-9);
  }

  private static double cellsDown(double edge) {
    return Math.floor(edge / CELL + 1e-9);
  }
}

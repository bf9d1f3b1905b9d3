package dev.halftone.simulator;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/**
 * Draws text from a picture of its characters, so that no font is needed: a Java without fonts
 * throws at the first use of one. Printable ASCII; everything else is a box. Thread-safe.
 */
final class Glyphs {
  /** Height of a cell over its width. */
  static final int ASPECT = 2;

  private static final int CELL_WIDTH = 30;
  private static final int CELL_HEIGHT = CELL_WIDTH * ASPECT;
  private static final int COLUMNS = 16;
  private static final int FIRST = ' ';
  private static final int BOX = 127;

  private final byte[] coverage;
  private final int stride;

  private Glyphs(byte[] coverage, int stride) {
    this.coverage = coverage;
    this.stride = stride;
  }

  /** The characters shipped with the simulator. */
  static Glyphs shipped() {
    return Shipped.GLYPHS;
  }

  /** Draws one line with its top left corner at (left, top) in cells {@code cellWidth} wide. */
  void draw(Canvas canvas, String line, int left, int top, int cellWidth, int color) {
    int column = 0;
    for (int at = 0; at < line.length(); column++) {
      int codePoint = line.codePointAt(at);
      at += Character.charCount(codePoint);
      int glyph = codePoint < FIRST || codePoint > BOX ? BOX : codePoint;
      if (glyph != FIRST) {
        stamp(canvas, glyph - FIRST, left + column * cellWidth, top, cellWidth, color);
      }
    }
  }

  private void stamp(Canvas canvas, int glyph, int left, int top, int cellWidth, int color) {
    int cellHeight = cellWidth * ASPECT;
    float step = (float) CELL_WIDTH / cellWidth;
    int atlasX = glyph % COLUMNS * CELL_WIDTH;
    int atlasY = glyph / COLUMNS * CELL_HEIGHT;
    for (int y = 0; y < cellHeight && top + y < canvas.height; y++) {
      for (int x = 0; x < cellWidth && left + x < canvas.width; x++) {
        int weight = sample(atlasX, atlasY, (x + 0.5f) * step - 0.5f, (y + 0.5f) * step - 0.5f);
        if (weight > 0) {
          int at = (top + y) * canvas.width + left + x;
          canvas.pixels[at] = Canvas.blend(canvas.pixels[at], color, weight);
        }
      }
    }
  }

  /** Bilinear, 0 to 256, never beyond the cell. */
  private int sample(int atlasX, int atlasY, float x, float y) {
    int x0 = Math.min(Math.max((int) x, 0), CELL_WIDTH - 2);
    int y0 = Math.min(Math.max((int) y, 0), CELL_HEIGHT - 2);
    float fx = Math.min(Math.max(x - x0, 0), 1);
    float fy = Math.min(Math.max(y - y0, 0), 1);
    int at = (atlasY + y0) * stride + atlasX + x0;
    float upper = value(at) * (1 - fx) + value(at + 1) * fx;
    float lower = value(at + stride) * (1 - fx) + value(at + stride + 1) * fx;
    return Math.round((upper * (1 - fy) + lower * fy) * 256 / 255);
  }

  private int value(int at) {
    return coverage[at] & 0xff;
  }

  private static final class Shipped {
    static final Glyphs GLYPHS = read();

    private static Glyphs read() {
      try (InputStream in = Glyphs.class.getResourceAsStream("glyphs.png")) {
        BufferedImage image =
            Objects.requireNonNull(ImageIO.read(Objects.requireNonNull(in, "glyphs.png")));
        byte[] coverage = new byte[image.getWidth() * image.getHeight()];
        int[] samples =
            image
                .getRaster()
                .getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        for (int i = 0; i < coverage.length; i++) {
          coverage[i] = (byte) samples[i];
        }
        return new Glyphs(coverage, image.getWidth());
      } catch (IOException e) {
        throw new UncheckedIOException("glyphs.png cannot be read", e);
      }
    }
  }
}

package dev.halftone.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Small JPEGs of large images. Blocks for tens of milliseconds; does no I/O. */
final class Thumbnail {
  private Thumbnail() {}

  /**
   * Makes one.
   *
   * @param longEdge of the thumbnail, in pixels
   * @throws IOException if the bytes are not an image that Java reads
   */
  static byte[] of(byte[] image, int longEdge) throws IOException {
    BufferedImage from =
        ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(image)));
    if (from == null) {
      throw new IOException("the answer is not an image that can be read");
    }
    int longest = Math.max(from.getWidth(), from.getHeight());
    BufferedImage small = from;
    // By halves, because one bilinear step over more than two pixels leaves some out.
    while (longest > 2 * longEdge) {
      small = scaled(small, small.getWidth() / 2, small.getHeight() / 2);
      longest /= 2;
    }
    if (longest > longEdge) {
      small =
          scaled(
              small,
              Math.max(1, small.getWidth() * longEdge / longest),
              Math.max(1, small.getHeight() * longEdge / longest));
    } else if (small == from) {
      small = scaled(from, from.getWidth(), from.getHeight());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", bytes);
    return bytes.toByteArray();
  }

  private static BufferedImage scaled(BufferedImage from, int width, int height) {
    BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = to.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(from, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return to;
  }
}

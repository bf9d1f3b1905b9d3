package dev.halftone.simulator;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Small files of any size in pixels, written by the JDK and not by the simulator. */
final class Pictures {
  private Pictures() {}

  static byte[] png(PixelSize size) {
    return write(size, BufferedImage.TYPE_INT_RGB, "png");
  }

  /** With an alpha channel, transparent everywhere. */
  static byte[] clearPng(PixelSize size) {
    return write(size, BufferedImage.TYPE_INT_ARGB, "png");
  }

  static byte[] jpeg(PixelSize size) {
    return write(size, BufferedImage.TYPE_INT_RGB, "jpeg");
  }

  private static byte[] write(PixelSize size, int type, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(size.width(), size.height(), type), format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package dev.halftone.cli;

import dev.halftone.image.InputImage;
import io.vertx.core.buffer.Buffer;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** The pictures that a demonstration has changed: a product, a scene, a logo. Drawn, not loaded. */
final class DemoReferences {
  private DemoReferences() {}

  static List<InputImage> draw() {
    return List.of(
        picture(768, 768, Color.ORANGE, Color.RED),
        picture(1024, 640, Color.CYAN, Color.BLUE),
        picture(512, 512, Color.WHITE, Color.GREEN));
  }

  private static InputImage picture(int width, int height, Color from, Color to) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, from, width, height, to));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(to);
    graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot draw a reference", e);
    }
    return InputImage.of(Buffer.buffer(png.toByteArray()));
  }
}

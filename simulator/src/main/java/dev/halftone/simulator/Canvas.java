package dev.halftone.simulator;

/** Pixels being painted, as 0xAARRGGBB, row by row. Not thread-safe. */
final class Canvas {
  final int width;
  final int height;
  final int[] pixels;

  Canvas(PixelSize size) {
    width = size.width();
    height = size.height();
    pixels = new int[width * height];
  }

  /** Lays {@code color} over a pixel; {@code weight} is 0 to 256. */
  static int blend(int under, int color, int weight) {
    int rest = 256 - weight;
    int odd = (under & 0xff00ff) * rest + (color & 0xff00ff) * weight;
    int green = (under & 0x00ff00) * rest + (color & 0x00ff00) * weight;
    return (under & 0xff000000) | ((odd >>> 8) & 0xff00ff) | ((green >>> 8) & 0x00ff00);
  }

  /** Darkens a rectangle; {@code weight} is 0 to 256. */
  void shade(int left, int top, int right, int bottom, int weight) {
    int firstX = Math.max(0, left);
    int lastX = Math.min(width, right);
    for (int y = Math.max(0, top); y < Math.min(height, bottom); y++) {
      for (int at = y * width + firstX; at < y * width + lastX; at++) {
        pixels[at] = blend(pixels[at], 0x0b0e14, weight) | 0xff000000;
      }
    }
  }
}

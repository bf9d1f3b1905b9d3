package dev.halftone.cost;

/** Finds the size with the least straight-line distance in width and height; larger on a tie. */
final class Nearest {
  private final ImageSize wanted;
  private ImageSize best = ImageSize.AUTO;
  private long bestDistance = Long.MAX_VALUE;

  Nearest(ImageSize wanted) {
    this.wanted = wanted;
  }

  void consider(ImageSize size) {
    consider(size.width(), size.height());
  }

  void consider(int width, int height) {
    long dx = (long) width - wanted.width();
    long dy = (long) height - wanted.height();
    long distance = dx * dx + dy * dy;
    if (distance < bestDistance
        || (distance == bestDistance && (long) width * height > best.pixels())) {
      bestDistance = distance;
      best = new ImageSize(width, height);
    }
  }

  ImageSize size() {
    return best;
  }
}

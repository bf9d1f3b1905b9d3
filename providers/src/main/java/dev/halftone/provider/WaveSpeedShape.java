package dev.halftone.provider;

import dev.halftone.cost.ImageSize;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A size in the words of WaveSpeedAI, which takes no pixels but one of fifteen shapes and one of
 * three classes of size. What they are in pixels it does not publish (read 2026-11). Pure.
 *
 * @param aspectRatio such as {@code 16:9}
 * @param resolution {@code 1k}, {@code 2k} or {@code 4k}
 */
record WaveSpeedShape(String aspectRatio, String resolution) {
  private static final List<String> RATIOS =
      List.of(
          "1:1", "1:2", "2:1", "1:3", "3:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16",
          "16:9", "9:21", "21:9");

  /** Pixels that the classes stand for: 1024x1024, 2048x2048, 3840x2160. */
  private static final long ONE_K = 1024L * 1024;

  private static final long TWO_K = 2048L * 2048;
  private static final long FOUR_K = 3840L * 2160;

  /** The shape of a size, exactly, in the class whose area is nearest by ratio; null for none. */
  static @Nullable WaveSpeedShape of(ImageSize size) {
    for (String ratio : RATIOS) {
      int colon = ratio.indexOf(':');
      long across = Long.parseLong(ratio.substring(0, colon));
      long down = Long.parseLong(ratio.substring(colon + 1));
      if (!size.isAuto() && size.width() * down == size.height() * across) {
        return new WaveSpeedShape(ratio, resolution(size.pixels()));
      }
    }
    return null;
  }

  /** Why it cannot make a size; empty if it can, nearly, or may choose. */
  static Optional<String> problem(ImageSize size) {
    return size.isAuto() || of(size) != null
        ? Optional.empty()
        : Optional.of("no such shape as %s, only %s".formatted(size, String.join(" ", RATIOS)));
  }

  /** Nearest by ratio: the square is compared with the product of the neighbours. */
  private static String resolution(long pixels) {
    if (pixels >= FOUR_K) {
      return "4k";
    }
    long squared = pixels * pixels;
    if (squared <= ONE_K * TWO_K) {
      return "1k";
    }
    return squared <= TWO_K * FOUR_K ? "2k" : "4k";
  }
}

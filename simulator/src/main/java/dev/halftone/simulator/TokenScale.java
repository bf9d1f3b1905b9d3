package dev.halftone.simulator;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many image tokens a family of models bills for a picture. Pure arithmetic. */
enum TokenScale {
  /** gpt-image-2: closed formula, exact. */
  GPT_IMAGE_2(16, 48, 96, 0, 0),
  /** gpt-image-2.5: the same formula with other factors. */
  GPT_IMAGE_2_5(16, 24, 48, 64, 96),
  /**
   * gpt-image-2.6: nobody knows the formula. Three to four times 2.5 at low and medium and about
   * the same above were observed; up to 3 % of play, by prompt, keeps a client from relying on it.
   */
  GPT_IMAGE_2_6(16, 24, 48, 64, 96),
  /** gpt-image-1, 1.5 and mini: a table of three sizes, whose columns these are. */
  TABLE(1, 2, 3, 0, 0);

  private static final List<String> ORDER = List.of("low", "medium", "high", "xhigh", "max");
  private static final int[] SQUARE = {272, 1056, 4160};
  private static final int[] TALL = {408, 1584, 6240};
  private static final int[] WIDE = {400, 1568, 6208};

  private final int low;
  private final int medium;
  private final int high;
  private final int xhigh;
  private final int max;

  /** Quality factors; 0 where the quality does not exist. */
  TokenScale(int low, int medium, int high, int xhigh, int max) {
    this.low = low;
    this.medium = medium;
    this.high = high;
    this.xhigh = xhigh;
    this.max = max;
  }

  /** The qualities that exist, cheapest first. */
  List<String> qualities() {
    return ORDER.stream().filter(quality -> factor(quality) > 0).toList();
  }

  boolean allows(PixelSize size) {
    return this == TABLE ? tableRow(size) != null : size.isLegalFlexible();
  }

  /** Image tokens of {@code images} pictures; {@code promptHash} only matters for 2.6. */
  int imageTokens(String quality, PixelSize size, int images, long promptHash) {
    int factor = factor(quality);
    if (this == TABLE) {
      return Objects.requireNonNull(tableRow(size))[factor - 1] * images;
    }
    int percent = 100;
    if (this == GPT_IMAGE_2_6) {
      int base = quality.equals("low") ? 400 : quality.equals("medium") ? 300 : 100;
      percent = base + (int) Math.floorMod(promptHash, 7L) * base / 100 - 3 * base / 100;
    }
    return formula(factor, size, images, percent);
  }

  /**
   * Text tokens an edit bills above a generation: none on 2, ten a reference on 2.5, taken over for
   * 2.6. The older models leak more: one reference billed 9 above, two 31; the line through them.
   */
  int editTextTokens(int references) {
    if (references == 0) {
      return 0;
    }
    return switch (this) {
      case GPT_IMAGE_2 -> 0;
      case GPT_IMAGE_2_5, GPT_IMAGE_2_6 -> 10 * references;
      case TABLE -> 22 * references - 13;
    };
  }

  private int factor(String quality) {
    return switch (quality) {
      case "low" -> low;
      case "medium" -> medium;
      case "high" -> high;
      case "xhigh" -> xhigh;
      case "max" -> max;
      default -> 0;
    };
  }

  /** Rounded up once, for all pictures together. */
  private static int formula(int factor, PixelSize size, int images, int percent) {
    long shortFactor = divideTiesToEven((long) factor * size.shortEdge(), size.longEdge());
    long numerator = factor * shortFactor * (2_000_000 + size.area()) * images * percent;
    return Math.toIntExact(-Math.floorDiv(-numerator, 400_000_000L));
  }

  private static long divideTiesToEven(long dividend, long divisor) {
    long quotient = dividend / divisor;
    long doubled = 2 * (dividend % divisor);
    boolean up = doubled > divisor || (doubled == divisor && quotient % 2 == 1);
    return up ? quotient + 1 : quotient;
  }

  private static int @Nullable [] tableRow(PixelSize size) {
    return switch (size.toString()) {
      case "1024x1024" -> SQUARE;
      case "1024x1536" -> TALL;
      case "1536x1024" -> WIDE;
      default -> null;
    };
  }
}

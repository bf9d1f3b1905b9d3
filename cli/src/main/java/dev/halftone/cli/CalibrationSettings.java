package dev.halftone.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the configuration says of learning from bills.
 *
 * @param file where what was learnt is kept; it need not exist
 * @param holdQuantilePpm the share of bills that a hold should suffice for, in millionths, 900,000
 *     to 999,000; empty to hold the most that a request can cost
 */
record CalibrationSettings(Path file, OptionalInt holdQuantilePpm) {
  private static final String MOST = "most";
  private static final BigDecimal LEAST_SHARE = new BigDecimal("0.9");
  private static final BigDecimal MOST_SHARE = new BigDecimal("0.999");
  private static final int PPM_DIGITS = 6;
  private static final String FORM = "0\\.\\d{1,6}";

  /**
   * Reads {@code most} or a share such as {@code 0.99}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static OptionalInt hold(String text) {
    if (text.equals(MOST)) {
      return OptionalInt.empty();
    }
    BigDecimal share = text.matches(FORM) ? new BigDecimal(text) : BigDecimal.ZERO;
    if (share.compareTo(LEAST_SHARE) < 0 || share.compareTo(MOST_SHARE) > 0) {
      throw new IllegalArgumentException(
          "'%s' is neither 'most' nor a share of bills from 0.9 to 0.999".formatted(text));
    }
    return OptionalInt.of(share.movePointRight(PPM_DIGITS).intValueExact());
  }
}

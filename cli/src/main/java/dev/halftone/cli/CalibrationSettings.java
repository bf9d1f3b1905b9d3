package dev.halftone.cli;

import dev.halftone.cost.Calibration;
import dev.halftone.cost.CalibrationException;
import dev.halftone.cost.CalibrationOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
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
  private static final int ALL_PPM = 1_000_000;
  private static final int USUAL_WINDOW = 500;
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

  /**
   * What was learnt before, from the file if there is one.
   *
   * @throws CommandException if the file is not one that {@link #save} wrote
   */
  Calibration load() {
    try {
      return Files.exists(file) ? Calibration.load(file, options()) : Calibration.create(options());
    } catch (CalibrationException e) {
      throw CommandException.usage(
          "calibration.file: %s; mend it, or remove it to begin anew".formatted(e.getMessage()));
    } catch (IOException e) {
      throw CommandException.usage("calibration.file: cannot be read: %s".formatted(e));
    }
  }

  /** Keeps what was learnt; of two commands at once, the later one's file stays. */
  void save(Calibration calibration) throws IOException {
    calibration.save(file);
  }

  /** A rare quantile needs a longer window to be told from the largest bill. */
  private CalibrationOptions options() {
    CalibrationOptions.Builder options = CalibrationOptions.builder();
    holdQuantilePpm.ifPresent(
        ppm ->
            options
                .window(Math.max(USUAL_WINDOW, ALL_PPM / (ALL_PPM - ppm) * 2))
                .holdQuantilePpm(ppm));
    return options.build();
  }
}

package dev.halftone.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number of units in which a provider reports what it billed, such as fal's {@code 0.22}; read
 * from its text, so that nothing is lost on the way. Immutable.
 *
 * @param value the number; not negative, at most nine digits before the point and eighteen after
 */
public record BillableUnits(BigDecimal value) {
  private static final int MAX_LENGTH = 32;
  private static final String FORM = "\\d{1,9}(\\.\\d{0,18})?";

  public BillableUnits {
    if (value.signum() < 0 || value.scale() > 18 || value.precision() - value.scale() > 9) {
      throw new IllegalArgumentException("billable units out of range");
    }
  }

  /**
   * Reads a decimal number.
   *
   * @throws IllegalArgumentException if it is not one, or out of range
   */
  public static BillableUnits parse(String text) {
    if (text.length() > MAX_LENGTH || !text.matches(FORM)) {
      throw new IllegalArgumentException(
          "'%s' is not a number of billing units such as 0.22".formatted(NearestName.shown(text)));
    }
    return new BillableUnits(new BigDecimal(text));
  }

  /** The bill at a price of one unit; a fraction of a nano-dollar is rounded up. */
  public Usd times(Usd unit) {
    return Usd.ofNanos(
        value
            .multiply(BigDecimal.valueOf(unit.nanos()))
            .setScale(0, RoundingMode.CEILING)
            .longValueExact());
  }
}

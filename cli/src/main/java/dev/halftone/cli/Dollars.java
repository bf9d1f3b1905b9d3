package dev.halftone.cli;

import dev.halftone.cost.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts as people read them. */
final class Dollars {
  private static final int NANO_DECIMALS = 9;

  private Dollars() {}

  /** To the cent, halves away from zero: {@code $4.27}. */
  static String cents(Usd amount) {
    return rounded(amount, 2);
  }

  /** To the hundredth of a cent, for prices of single images: {@code $0.0133}. */
  static String fine(Usd amount) {
    return rounded(amount, 4);
  }

  /** Every digit: {@code $4.266915}. */
  static String exact(Usd amount) {
    return "$" + amount;
  }

  private static String rounded(Usd amount, int decimals) {
    BigDecimal dollars =
        BigDecimal.valueOf(amount.nanos(), NANO_DECIMALS).setScale(decimals, RoundingMode.HALF_UP);
    return dollars.signum() < 0 ? "-$" + dollars.negate() : "$" + dollars;
  }

  /** A part of a whole in whole percent, rounded down; 0 of nothing. */
  static long percent(Usd part, Usd whole) {
    if (whole.isZero()) {
      return 0;
    }
    // A hundred times an amount may leave the range of a long.
    BigDecimal parts = BigDecimal.valueOf(part.nanos(), 0).movePointRight(2);
    return parts.divide(BigDecimal.valueOf(whole.nanos(), 0), 0, RoundingMode.FLOOR).longValue();
  }
}

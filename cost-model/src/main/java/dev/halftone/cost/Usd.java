package dev.halftone.cost;

import java.math.BigDecimal;

/**
 * An exact amount of US dollars, counted in nano-dollars: 1 $ is 1,000,000,000 n$.
 *
 * <p>The range is that of a {@code long}, about ±9.2 billion dollars; arithmetic that would leave
 * it throws {@link ArithmeticException} instead of wrapping. There is no rounding anywhere in this
 * type: {@link #parse} refuses what it cannot hold. Immutable and thread-safe.
 *
 * @param nanos the amount in nano-dollars; may be negative (a correction)
 */
public record Usd(long nanos) implements Comparable<Usd> {
  public static final Usd ZERO = new Usd(0);

  private static final int DECIMALS = 9;
  private static final int SHOWN_DECIMALS = 6;

  public static Usd ofNanos(long nanos) {
    return nanos == 0 ? ZERO : new Usd(nanos);
  }

  /**
   * Reads a decimal number of dollars, such as {@code 50.00} or {@code 0.000005}.
   *
   * @throws IllegalArgumentException if it is not a decimal number, has more than nine decimals or
   *     leaves the range
   */
  public static Usd parse(String dollars) {
    // The bound keeps "1e999999999" from being expanded digit by digit.
    if (dollars.length() <= 32 && dollars.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)")) {
      try {
        return ofNanos(new BigDecimal(dollars).movePointRight(DECIMALS).longValueExact());
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "'%s' is not an amount of US dollars with at most %d decimals below 9 billion"
                .formatted(dollars, DECIMALS),
            e);
      }
    }
    throw new IllegalArgumentException(
        "'%s' is not an amount of US dollars; write it like 12.50"
            .formatted(dollars.length() <= 32 ? dollars : dollars.substring(0, 32) + "..."));
  }

  public Usd plus(Usd other) {
    return ofNanos(Math.addExact(nanos, other.nanos));
  }

  public Usd minus(Usd other) {
    return ofNanos(Math.subtractExact(nanos, other.nanos));
  }

  public Usd times(long factor) {
    return ofNanos(Math.multiplyExact(nanos, factor));
  }

  public boolean isZero() {
    return nanos == 0;
  }

  public boolean isNegative() {
    return nanos < 0;
  }

  public boolean isMoreThan(Usd other) {
    return nanos > other.nanos;
  }

  public Usd max(Usd other) {
    return nanos >= other.nanos ? this : other;
  }

  public Usd min(Usd other) {
    return nanos <= other.nanos ? this : other;
  }

  @Override
  public int compareTo(Usd other) {
    return Long.compare(nanos, other.nanos);
  }

  /** The exact decimal, with at least six decimals and as many as it needs: {@code 0.164640}. */
  @Override
  public String toString() {
    BigDecimal exact = BigDecimal.valueOf(nanos, DECIMALS).stripTrailingZeros();
    return exact.setScale(Math.max(SHOWN_DECIMALS, exact.scale())).toPlainString();
  }
}

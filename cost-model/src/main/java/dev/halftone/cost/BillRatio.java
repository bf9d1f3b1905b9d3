package dev.halftone.cost;

import java.math.BigInteger;

/**
 * What was charged as a part of what was expected, in billionths: 1,000,000,000 is as expected.
 * Fixed point, so that a ratio times its own quote gives back the bill to the nano-dollar.
 */
final class BillRatio {
  static final long ONE = 1_000_000_000;

  /** A million times what was expected; a larger bill is learned as this. */
  static final long MAX = 1_000_000 * ONE;

  private static final BigInteger BIG_ONE = BigInteger.valueOf(ONE);
  private static final BigInteger BIG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private BillRatio() {}

  /** The ratio to the nearest billionth; {@code expected} must be positive. */
  static long of(Usd charged, Usd expected) {
    long whole = charged.nanos() / expected.nanos();
    if (whole >= MAX / ONE) {
      return MAX;
    }
    long rest = charged.nanos() % expected.nanos();
    return whole * ONE + timesOver(rest, ONE, expected.nanos(), expected.nanos() / 2);
  }

  /** The amount at a ratio, to the nearest nano-dollar. */
  static Usd at(long ratio, Usd expected) {
    return Usd.ofNanos(timesOver(expected.nanos(), ratio, ONE, ONE / 2));
  }

  /** The amount at a ratio, rounded down. */
  static Usd below(long ratio, Usd expected) {
    long nanos = timesOver(expected.nanos(), ratio, ONE, 0) - halfUnit(expected);
    return Usd.ofNanos(Math.max(0, nanos));
  }

  /** The amount at a ratio, rounded up; the largest amount there is if it would leave the range. */
  static Usd above(long ratio, Usd expected) {
    long nanos = timesOver(expected.nanos(), ratio, ONE, ONE - 1);
    long half = halfUnit(expected);
    return Usd.ofNanos(nanos > Long.MAX_VALUE - half ? Long.MAX_VALUE : nanos + half);
  }

  /** What rounding the ratio may have moved an amount by; nothing below two dollars. */
  private static long halfUnit(Usd expected) {
    return expected.nanos() / (2 * ONE);
  }

  /** (value * factor + add) / divisor for what is not negative, at most the largest long. */
  private static long timesOver(long value, long factor, long divisor, long add) {
    long product = value * factor;
    if (Math.multiplyHigh(value, factor) == 0 && product >= 0 && product <= Long.MAX_VALUE - add) {
      return (product + add) / divisor;
    }
    BigInteger exact = BigInteger.valueOf(value).multiply(BigInteger.valueOf(factor));
    BigInteger by = divisor == ONE ? BIG_ONE : BigInteger.valueOf(divisor);
    return exact.add(BigInteger.valueOf(add)).divide(by).min(BIG_MAX).longValueExact();
  }
}

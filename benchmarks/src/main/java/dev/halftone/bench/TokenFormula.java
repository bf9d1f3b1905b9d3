package dev.halftone.bench;

/**
 * The published token formula of gpt-image-2 in plain longs, without dates, checks or intervals: as
 * cheap as a price can be worked out, and the baseline of every quote.
 */
final class TokenFormula {
  private static final long BASE = 2_000_000;
  private static final long DIVISOR = 4_000_000;

  private TokenFormula() {}

  static long tokens(long longEdge, long shortEdge, long factor) {
    long shortFactor = (2 * factor * shortEdge + longEdge) / (2 * longEdge);
    long weight = factor * shortFactor * (BASE + longEdge * shortEdge);
    return (weight + DIVISOR - 1) / DIVISOR;
  }
}

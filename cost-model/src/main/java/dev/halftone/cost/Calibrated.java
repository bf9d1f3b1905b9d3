package dev.halftone.cost;

/**
 * A quote corrected by the bills seen for requests like it. Immutable; made without I/O.
 *
 * <p>The interval is what bills did, not what was declared, so it may leave the quote's bounds:
 * then the catalogue is behind the provider, and where nearly all bills do so the quote carries a
 * warning. Before there are enough samples it is the quote's own least and most.
 *
 * @param quote the quote with {@code expected} corrected; its {@code least} and {@code most} are as
 *     declared, and its usage is what the catalogue predicts
 * @param low about one bill in forty is below this
 * @param high about one bill in forty is above this
 * @param hold what to reserve: the quote's {@code most}, or in quantile mode the chosen quantile,
 *     never below {@code quote.expected()} and never above {@code quote.most()}
 * @param samples how many bills were ever observed for the key
 */
public record Calibrated(Quote quote, Usd low, Usd high, Usd hold, long samples) {
  public Calibrated {
    if (low.isNegative() || low.isMoreThan(high)) {
      throw new IllegalArgumentException("interval must rise: %s, %s".formatted(low, high));
    }
    if (quote.expected().isMoreThan(hold) || hold.isMoreThan(quote.most())) {
      throw new IllegalArgumentException(
          "hold %s must be from %s to %s".formatted(hold, quote.expected(), quote.most()));
    }
    if (samples < 0) {
      throw new IllegalArgumentException("samples %d must not be negative".formatted(samples));
    }
  }
}

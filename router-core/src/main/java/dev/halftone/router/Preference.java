package dev.halftone.router;

import dev.halftone.cost.Usd;

/**
 * Says how good a way to serve a request is: the lower the score, the better. The constraints come
 * before it, and so do the rungs of the ladder: it chooses among ways that are equally good.
 *
 * <p>Called once for each candidate of each plan, on the thread of the request: it must be quick,
 * thread-safe, and free of I/O. Equal prospects must score alike, or plans cannot be repeated.
 * Scores of ways within a hundredth of the best count as equal, so that load is spread. If it
 * throws, the objective decides that plan, the decision says so, and it is logged once.
 */
@FunctionalInterface
public interface Preference {
  /** The score, in any unit; lower is better. */
  long score(Prospect prospect);

  /** The least expected cost to success, in nano-dollars. */
  static Preference cheapest() {
    return Prospect::costToSuccessNanos;
  }

  /** The least time to success at the quantile of the policy, in nanoseconds. */
  static Preference fastest() {
    return Prospect::slowTimeToSuccessNanos;
  }

  /**
   * Expected cost plus expected time, in nano-dollars.
   *
   * @param usdPerSecond what a second is worth, not negative
   */
  static Preference balanced(Usd usdPerSecond) {
    if (usdPerSecond.isNegative()) {
      throw new IllegalArgumentException(
          "usdPerSecond is %s; it must not be negative".formatted(usdPerSecond));
    }
    long rate = usdPerSecond.nanos();
    return prospect ->
        Saturated.sum(
            prospect.costToSuccessNanos(), Saturated.priceOf(prospect.timeToSuccessNanos(), rate));
  }
}

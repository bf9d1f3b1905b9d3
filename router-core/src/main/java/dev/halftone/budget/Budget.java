package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.util.List;

/**
 * A limit on one scope.
 *
 * @param scope who pays
 * @param limit the most that may be settled, held and in suspense at once within the window; at
 *     least 0
 * @param window over which time it counts
 * @param warnAtPercent shares of the limit, in percent, at which a reservation carries a {@link
 *     BudgetWarning}; 1 to 100, ascending and distinct; empty for none
 */
public record Budget(Scope scope, Usd limit, Window window, List<Integer> warnAtPercent) {
  private static final int MAX_PERCENT = 100;

  public Budget {
    warnAtPercent = List.copyOf(warnAtPercent);
    if (limit.isNegative()) {
      throw new IllegalArgumentException(
          "limit of budget %s is %s; it must not be negative".formatted(scope, limit));
    }
    int before = 0;
    for (int percent : warnAtPercent) {
      if (percent <= before || percent > MAX_PERCENT) {
        throw new IllegalArgumentException(
            "warnAtPercent of budget %s is %s; allowed are ascending shares from 1 to 100"
                .formatted(scope, warnAtPercent));
      }
      before = percent;
    }
  }

  /**
   * A share of the limit, rounded up to a nano-dollar, so that it is reached at once with it and
   * never before.
   *
   * @param percent 1 to 100
   */
  public Usd share(int percent) {
    long nanos = limit.nanos();
    long rest = nanos % MAX_PERCENT * percent;
    return Usd.ofNanos(nanos / MAX_PERCENT * percent + (rest + MAX_PERCENT - 1) / MAX_PERCENT);
  }

  /** A limit that refuses and never warns. */
  public Budget(Scope scope, Usd limit, Window window) {
    this(scope, limit, window, List.of());
  }
}

package dev.halftone.budget;

import dev.halftone.cost.Usd;

/**
 * A limit on one scope.
 *
 * @param scope who pays
 * @param limit the most that may be settled, held and in suspense at once within the window; at
 *     least 0
 * @param window over which time it counts
 */
public record Budget(Scope scope, Usd limit, Window window) {
  public Budget {
    if (limit.isNegative()) {
      throw new IllegalArgumentException(
          "limit of budget %s is %s; it must not be negative".formatted(scope, limit));
    }
  }
}

package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * What is asked of a ledger in a simulation.
 *
 * @param budgets the limits at first
 * @param scopes whom calls are charged to
 * @param most the most of one call, in nano-dollars
 * @param pause of one instance between two calls, on average
 * @param lifetime of a hold, at least
 * @param overrunPercent how many bills are above their hold
 * @param life how long calls are made
 */
record Workload(
    List<Budget> budgets,
    List<Scope> scopes,
    long most,
    Duration pause,
    Duration lifetime,
    int overrunPercent,
    Duration life) {

  long amount(Random random) {
    return random.nextInt(20) == 0 ? 0 : 1 + (long) (random.nextDouble() * (most - 1));
  }

  /** The first limit in the place of this one, in nano-dollars. */
  long limitNanos(Budget place) {
    for (Budget budget : budgets) {
      if (budget.scope().equals(place.scope()) && budget.window().equals(place.window())) {
        return budget.limit().nanos();
      }
    }
    throw new AssertionError("nobody set the limit %s".formatted(place));
  }

  /** What a provider bills that declared so much at most. */
  long bill(long declared, Random random) {
    int choice = random.nextInt(100);
    if (choice < overrunPercent) {
      return declared + 1 + (long) (random.nextDouble() * most);
    }
    if (choice < 15) {
      return 0;
    }
    return choice < 60 ? declared : (long) (random.nextDouble() * declared);
  }
}

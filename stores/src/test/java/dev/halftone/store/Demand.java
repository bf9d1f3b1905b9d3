package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Requests far beyond a budget.
 *
 * @param calls for how many calls of usual size the budget is enough
 * @param slots how many requests a process has in flight
 * @param callMillis the most that a call takes on its way to the provider, and as much back
 * @param holdMillis the lifetime of a hold
 */
record Demand(int calls, int slots, int callMillis, long holdMillis) {
  /** How many times the budget is asked for. */
  static final int TIMES = 10;

  private static final Scope ORG = Scope.parse("org:acme");
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final long USUAL_NANOS = 40_000_003;

  Usd limit() {
    return Usd.ofNanos(USUAL_NANOS * calls);
  }

  /** The second one is never full, but charged as well. */
  List<Budget> budgets() {
    Window total = new Window.Total();
    return List.of(new Budget(TEAM, limit(), total), new Budget(ORG, limit().times(2), total));
  }

  List<Scope> scopes() {
    return List.of(TEAM, ORG);
  }

  /** The most that the next call may cost: two to eight fifths of the usual. */
  Usd amount(RandomGenerator random) {
    return Usd.ofNanos(random.nextLong(USUAL_NANOS / 5 * 2, USUAL_NANOS / 5 * 8));
  }

  /** How much a process leases at once: enough for so many calls of usual size. */
  Usd slice() {
    return Usd.ofNanos(USUAL_NANOS * 20);
  }

  List<String> arguments() {
    return List.of(
        Integer.toString(calls),
        Integer.toString(slots),
        Integer.toString(callMillis),
        Long.toString(holdMillis));
  }

  static Demand parse(List<String> arguments) {
    return new Demand(
        Integer.parseInt(arguments.get(0)),
        Integer.parseInt(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Long.parseLong(arguments.get(3)));
  }
}

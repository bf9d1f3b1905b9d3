package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Throws at once what {@link BudgetLedger} says is misuse. Pure. */
final class Arguments {
  private record Place(Scope scope, Window window) {}

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private Arguments() {}

  static void checkId(String name, String id) {
    if (id.isEmpty() || id.length() > BudgetLedger.MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "%s has %d characters; allowed are 1 to %d"
              .formatted(name, id.length(), BudgetLedger.MAX_ID_LENGTH));
    }
  }

  static void checkNotNegative(String name, Usd value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s $%s must not be negative; allowed are $0 and more".formatted(name, value));
    }
  }

  static void checkLifetime(Duration lifetime) {
    if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(BudgetLedger.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "lifetime is %s; allowed are %s to %s"
              .formatted(lifetime, SHORTEST, BudgetLedger.MAX_LIFETIME));
    }
  }

  /** The scopes in order. */
  static List<Scope> distinct(Collection<Scope> scopes) {
    List<Scope> sorted = scopes.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).equals(sorted.get(i - 1))) {
        throw new IllegalArgumentException(
            "scope '%s' is to be charged twice; name each once".formatted(sorted.get(i)));
      }
    }
    return sorted;
  }

  /** One limit for each scope and window. */
  static void checkDistinct(Collection<Budget> budgets) {
    Map<Place, Budget> seen = new HashMap<>();
    for (Budget budget : budgets) {
      Budget other = seen.put(new Place(budget.scope(), budget.window()), budget);
      if (other != null) {
        throw new IllegalArgumentException(
            "budget %s has two limits over the window '%s': $%s and $%s; one is allowed"
                .formatted(budget.scope(), budget.window(), other.limit(), budget.limit()));
      }
    }
  }
}

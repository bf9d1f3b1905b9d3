package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What a caller must keep to, refused at once. */
final class LeaseChecks {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private LeaseChecks() {}

  static void id(String id) {
    if (id.isEmpty() || id.length() > BudgetLedger.MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "id of a hold has %d characters; allowed are 1 to %d"
              .formatted(id.length(), BudgetLedger.MAX_ID_LENGTH));
    }
  }

  static void notNegative(String name, Usd value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s $%s must not be negative; allowed are $0 and more".formatted(name, value));
    }
  }

  static void lifetime(Duration lifetime) {
    if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(BudgetLedger.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "lifetime %s of a hold is not within %s to %s"
              .formatted(lifetime, SHORTEST, BudgetLedger.MAX_LIFETIME));
    }
  }

  /** The scopes in scope order. */
  static List<Scope> distinct(Collection<Scope> scopes) {
    if (scopes.size() == 1) {
      return List.copyOf(scopes);
    }
    List<Scope> inOrder = scopes.stream().sorted().toList();
    for (int i = 1; i < inOrder.size(); i++) {
      if (inOrder.get(i).equals(inOrder.get(i - 1))) {
        throw new IllegalArgumentException(
            "scope '%s' is to be charged twice; name each once".formatted(inOrder.get(i)));
      }
    }
    return inOrder;
  }
}

package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.util.List;

/** The ledger's answer to a reservation. */
public sealed interface Reservation {
  /**
   * The amount is held on every scope.
   *
   * @param warnings the shares of limits that were reached by holding it; empty where an equal
   *     earlier call held it
   */
  record Held(String id, Usd amount, List<BudgetWarning> warnings) implements Reservation {
    public Held {
      warnings = List.copyOf(warnings);
    }

    /** A hold that reached no share to warn of. */
    public Held(String id, Usd amount) {
      this(id, amount, List.of());
    }
  }

  /**
   * Nothing is held anywhere: this scope had no room.
   *
   * @param budget the budget that refused
   * @param spent settled money in its window
   * @param held money of calls in flight
   * @param suspense money of calls whose outcome nobody knows
   * @param asked the amount refused
   */
  record Refused(Budget budget, Usd spent, Usd held, Usd suspense, Usd asked)
      implements Reservation {
    /** A sentence with every figure: scope, limit, spent, held, suspense, asked. */
    public String explain() {
      return "budget %s has a limit of $%s (%s): spent $%s, held $%s, in suspense $%s, asked $%s"
          .formatted(budget.scope(), budget.limit(), budget.window(), spent, held, suspense, asked);
    }
  }
}

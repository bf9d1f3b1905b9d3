package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The ledger under test, as many instances see it, and what can happen to it. */
interface SimulatedFleet {
  /**
   * Connects one instance.
   *
   * @param alive whether it still is; afterwards nothing of it runs any more
   */
  BudgetLedger connect(String name, BooleanSupplier alive);

  /** The ledger itself, without a network between. */
  BudgetLedger direct();

  /** What stands on every budget at this moment. */
  default List<BudgetState> look() {
    return Simulation.now(direct().budgets());
  }

  /** The latest time that the ledger may have seen. */
  long latestMillis();

  /** Counts what may have changed in the ledger, so that nothing is looked at twice. */
  long changes();

  /** Lets something bad happen. */
  void disturb();
}

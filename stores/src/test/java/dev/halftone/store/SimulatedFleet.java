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

  /** Lets somebody look at what is in suspense now and then. */
  void operate();

  /** Whether what instances hold and spend stands in slices, so that more is held than is known. */
  default boolean leases() {
    return false;
  }

  /** Lets something bad happen. */
  void disturb();
}

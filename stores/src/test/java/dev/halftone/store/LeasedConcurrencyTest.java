package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerConcurrencyContract;
import dev.halftone.cost.Usd;
import java.time.InstantSource;
import java.util.List;

class LeasedConcurrencyTest extends LedgerConcurrencyContract {
  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return ReturningLedger.create(budgets, Usd.ofNanos(5_000), clock);
  }

  @Override
  protected int rounds() {
    return 1_000;
  }
}

package dev.halftone.budget;

import java.time.InstantSource;
import java.util.List;

class LendingLedgerConcurrencyTest extends LedgerConcurrencyContract {
  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return LendingLedgerTest.create(budgets, clock);
  }

  @Override
  protected int rounds() {
    return 10_000;
  }
}

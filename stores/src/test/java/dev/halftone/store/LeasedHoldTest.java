package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HoldContract;
import dev.halftone.cost.Usd;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Holds as the contract has them, from slices no larger than what is asked. */
class LeasedHoldTest extends HoldContract {
  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return ReturningLedger.create(budgets, Usd.ofNanos(1), clock);
  }

  @Test
  @Override
  @Disabled("a scope without a budget is known to the shared ledger only: the future fails")
  public void misuse_throwsAtOnce() {}

  @Test
  @Override
  @Disabled("each scope has a slice of its own, so that one may take such a charge and one may not")
  public void settle_chargeBeyondTheRangeOfMoney_failsAndKeepsTheHold() {}
}

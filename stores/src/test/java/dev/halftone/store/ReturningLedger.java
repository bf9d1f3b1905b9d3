package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A leasing instance that gives back what it has free before its budgets are read, so that they
 * show what the contract of a ledger says; refusals are its own, on the first budget.
 */
final class ReturningLedger extends ForwardingLedger {
  private final LeasedLedger leased;

  private ReturningLedger(LeasedLedger leased) {
    super(leased);
    this.leased = leased;
  }

  static ReturningLedger create(List<Budget> budgets, Usd sliceAmount, InstantSource clock) {
    LeaseOptions options =
        LeaseOptions.newBuilder().sliceAmount(sliceAmount).refusalMemory(Duration.ZERO).build();
    return new ReturningLedger(
        LeasedLedger.create(
            InMemoryLedger.create(budgets, clock),
            "a",
            options,
            clock,
            (delay, task) -> () -> {},
            new Random(1)));
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    for (BudgetState state : leased.budgets().result()) {
      leased.put(state.budget());
    }
    List<BudgetState> shown = new ArrayList<>();
    for (BudgetState state : leased.budgets().result()) {
      shown.add(
          new BudgetState(
              state.budget(),
              state.spent(),
              state.held(),
              state.suspense(),
              state.overrun(),
              shown.isEmpty() ? leased.counts().refusals() : 0));
    }
    return Future.succeededFuture(shown);
  }
}

package dev.halftone.cli;

import dev.halftone.budget.BudgetState;
import java.util.List;

/**
 * All that a demonstration leaves.
 *
 * @param outcomes one for each request, in the order of the traffic
 * @param calls every call to a provider, in the order in which they ended
 * @param levels what stood on the company's budget after each step of the ledger
 * @param budgets as they stand at the end
 * @param proof whether the books agree
 * @param tookNanos real nanoseconds
 */
record DemoResult(
    DemoOptions options,
    List<DemoOutcome> outcomes,
    List<DemoCall> calls,
    List<WatchedLedger.Level> levels,
    List<BudgetState> budgets,
    DemoProof proof,
    long tookNanos) {
  DemoResult {
    outcomes = List.copyOf(outcomes);
    calls = List.copyOf(calls);
    levels = List.copyOf(levels);
    budgets = List.copyOf(budgets);
  }
}

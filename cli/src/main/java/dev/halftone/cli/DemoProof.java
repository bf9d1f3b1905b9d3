package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.cost.Usd;
import java.util.List;
import java.util.Map;

/**
 * Whether the books agree: the ledger's with the simulator's invoice, and both with the budgets.
 *
 * @param accounts ledger and invoice, provider by provider
 * @param answered what the ledger had settled when the last request ended
 * @param inSuspense what it then kept for calls whose outcome nobody knew
 * @param suspended how many calls those were
 * @param resolved what the invoice charged for them
 * @param ledger what the ledger says was spent, at the end
 * @param invoice what the invoice says, in total
 * @param checks ledger steps after which every budget was compared with its limit
 * @param highest the highest commitment of each budget at any moment
 * @param faults sentences about everything that does not add up; empty if all does
 */
record DemoProof(
    List<Account> accounts,
    Usd answered,
    Usd inSuspense,
    int suspended,
    Usd resolved,
    Usd ledger,
    Usd invoice,
    long checks,
    Map<Budget, Usd> highest,
    List<String> faults) {
  DemoProof {
    accounts = List.copyOf(accounts);
    faults = List.copyOf(faults);
  }

  /** What one provider was paid, by our books and by its own. */
  record Account(String provider, Usd ledger, Usd invoice) {}

  boolean holds() {
    return faults.isEmpty();
  }
}

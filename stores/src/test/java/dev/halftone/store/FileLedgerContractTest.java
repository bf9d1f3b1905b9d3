package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerContractTest extends LedgerContract {
  @TempDir Path folder;
  private final List<FileLedger> opened = new ArrayList<>();

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    Path file = folder.resolve("ledger" + opened.size() + ".db");
    FileLedger ledger = FileLedger.open(file, budgets, clock);
    opened.add(ledger);
    return ledger;
  }

  @AfterEach
  void close() {
    opened.forEach(ledger -> get(ledger.close()));
  }
}

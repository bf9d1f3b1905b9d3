package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerConcurrencyContract;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerConcurrencyTest extends LedgerConcurrencyContract {
  @TempDir Path folder;
  private final List<FileLedger> opened = new ArrayList<>();

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    FileLedger ledger =
        FileLedger.open(folder.resolve("ledger" + opened.size() + ".db"), budgets, clock);
    opened.add(ledger);
    return ledger;
  }

  @Override
  protected int rounds() {
    return 500;
  }

  @AfterEach
  void close() {
    opened.forEach(ledger -> ledger.close().toCompletionStage().toCompletableFuture().join());
  }
}

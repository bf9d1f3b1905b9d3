package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerContract;
import dev.halftone.cost.Usd;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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

  @Test
  void reserve_scopeWithoutABudget_throwsAtOnce() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL));
    assertThatThrownBy(() -> ledger.reserve("a", List.of(RUN), Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("run:nightly-42", "org:acme");
  }
}

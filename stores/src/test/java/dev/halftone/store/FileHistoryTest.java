package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerHarness;
import dev.halftone.cost.Usd;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of one id or scope, from the table of its blocks, the runs, and the blocks after. */
class FileHistoryTest extends LedgerHarness {
  @TempDir Path folder;

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource source) {
    return FileLedger.open(folder.resolve("ledger.db"), budgets, source);
  }

  @Test
  void history_ofOneIdOverManyLives_isWholeAndInOrder() {
    List<Budget> budgets = List.of(budget(TEAM, "1000", TOTAL), budget(ORG, "1000", TOTAL));
    for (int life = 0; life <= 2 * LineIndex.RANGES; life++) {
      BudgetLedger ledger = ledger(budgets, clock);
      get(ledger.reserve("long", List.of(TEAM), usd("0.01")));
      get(ledger.extend("long", Usd.ofNanos(life), Duration.ofDays(life + 1)));
      get(ledger.reserve("short" + life, List.of(TEAM, ORG), usd("0.01")));
      get(ledger.release("short" + life));
      check(ledger, "short" + life / 2);
      get(ledger.close());
      clock.move(Duration.ofSeconds(1));
    }
  }

  private static void check(BudgetLedger ledger, String id) {
    List<LedgerEntry> all = read(ledger, HistoryQuery.all());
    for (HistoryQuery query :
        List.of(
            HistoryQuery.all().id("long"),
            HistoryQuery.all().id(id),
            HistoryQuery.all().scope(ORG))) {
      assertThat(read(ledger, query.atMost(7)))
          .isEqualTo(all.stream().filter(query::accepts).toList())
          .isNotEmpty();
    }
  }

  private static List<LedgerEntry> read(BudgetLedger ledger, HistoryQuery query) {
    List<LedgerEntry> entries = new ArrayList<>();
    HistoryQuery next = query;
    while (next != null) {
      HistoryPage page = get(ledger.history(next));
      entries.addAll(page.entries());
      next = page.next() == null ? null : next.after(page.next());
    }
    return entries;
  }
}

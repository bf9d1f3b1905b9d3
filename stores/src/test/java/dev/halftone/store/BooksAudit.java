package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.LedgerAudit;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the books at the end with what the provider billed. */
final class BooksAudit {
  private static final int MOST_LOOKS = 3_000;

  private final BudgetLedger ledger;
  private final BilledCalls book;
  private final Map<String, LedgerEntry> ends = new HashMap<>();

  /** Holds or slices whose owner was killed, and that were resolved with a charge. */
  private int orphansBilled;

  /** The same, of which not all was charged. */
  private int orphansFree;

  BooksAudit(BudgetLedger ledger, BilledCalls book) {
    this.ledger = ledger;
    this.book = book;
  }

  /** Waits until nothing is held or in suspense: lifetimes end, and what they leave is resolved. */
  void awaitNothingOpen(Vertx vertx, LedgerWatch watch) {
    for (int looks = 0; looks < MOST_LOOKS && isOpen(); looks++) {
      watch.look().await();
      vertx.timer(10).await();
    }
    assertThat(isOpen()).as("money that never ended: %s", ledger.budgets().await()).isFalse();
  }

  private boolean isOpen() {
    return ledger.budgets().await().stream()
        .anyMatch(state -> state.committed().isMoreThan(state.spent()));
  }

  /** All of it, and nothing but it, is spent; and nearly all of the limit. */
  void checkSums() {
    book.read();
    List<BudgetState> states = ledger.budgets().await();
    for (BudgetState state : states) {
      assertThat(state.spent()).as("%s", state.budget()).isEqualTo(book.billed());
      assertThat(state.overrun()).isEqualTo(Usd.ZERO);
    }
    Usd limit = states.get(1).budget().limit();
    assertThat(book.billed()).isLessThanOrEqualTo(limit);
    assertThat(book.billed().times(100)).isGreaterThan(limit.times(99));
    LedgerAudit.explains(ledger);
  }

  /** Each hold ended once, with what its call was billed, or as part of a lease. */
  void checkEnds() {
    for (LedgerEntry line : lines(ledger).await()) {
      if (!isEnd(line)) {
        continue;
      }
      assertThat(ends.put(line.id(), line)).as("before %s", line).isNull();
      boolean billed = !line.charged().isZero();
      if (BilledCalls.isSlice(line.id())) {
        orphansBilled += line.kind() == Kind.RESOLVED && billed ? 1 : 0;
        orphansFree +=
            line.kind() == Kind.RESOLVED && line.charged().compareTo(line.amount()) < 0 ? 1 : 0;
      } else {
        String call = BilledCalls.call(line.id(), line.scopes());
        assertThat(line.charged())
            .as("%s", line)
            .isEqualTo(Usd.ofNanos(book.charge(call).orElse(0)));
        if (!book.hasEnded(call)) {
          orphansBilled += billed ? 1 : 0;
          orphansFree += billed ? 0 : 1;
        }
      }
    }
    assertThat(orphansBilled).as("killed between call and settle").isPositive();
    assertThat(orphansFree).as("killed between hold and call").isPositive();
  }

  /**
   * Where each call has a hold of its own: all of them ended, and those that owners were told they
   * ended were ended by them.
   */
  void checkCalls() {
    assertThat(ends.keySet()).as("lost holds").containsAll(book.calls());
    assertThat(ends.values())
        .as("steps that were answered, and made again by somebody else")
        .filteredOn(line -> line.kind() == Kind.RESOLVED)
        .extracting(LedgerEntry::id)
        .doesNotContainAnyElementsOf(book.applied());
  }

  /** One line for the table of long runs. */
  String report(int kills) {
    return "%d requests for $%s, %d kills: $%s billed and spent of $%s, %d samples; of what the killed left, %d were billed, %d not (or not all)"
        .formatted(
            book.requests,
            book.asked(),
            kills,
            book.billed(),
            ledger.budgets().await().get(1).budget().limit(),
            book.samples,
            orphansBilled,
            orphansFree);
  }

  static boolean isEnd(LedgerEntry line) {
    return line.kind() == Kind.SETTLED
        || line.kind() == Kind.RELEASED
        || line.kind() == Kind.RESOLVED;
  }

  /** The whole history. */
  static Future<List<LedgerEntry>> lines(BudgetLedger ledger) {
    return more(
        ledger, HistoryQuery.all().atMost(HistoryQuery.MAX_LINES), new ArrayList<LedgerEntry>());
  }

  private static Future<List<LedgerEntry>> more(
      BudgetLedger ledger, HistoryQuery query, List<LedgerEntry> lines) {
    return ledger
        .history(query)
        .compose(
            (HistoryPage page) -> {
              lines.addAll(page.entries());
              return page.next() == null
                  ? Future.succeededFuture(lines)
                  : more(ledger, query.after(page.next()), lines);
            });
  }
}

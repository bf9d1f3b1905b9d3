package dev.halftone.store;

import static java.util.Objects.requireNonNull;
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
  private final CallBook book;

  /** Resolved, although no owner had said how the call ended. */
  int orphansBilled;

  int orphansFree;

  BooksAudit(BudgetLedger ledger, CallBook book) {
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

  /** Each hold ended once, with what its call was billed; and as its owner was told. */
  void checkCalls() {
    Map<String, LedgerEntry> ends = new HashMap<>();
    for (LedgerEntry line : lines(ledger).await()) {
      if (isEnd(line)) {
        assertThat(ends.put(line.id(), line)).as("before %s", line).isNull();
      }
    }
    book.charges()
        .forEach(
            (call, nanos) -> {
              LedgerEntry end = ends.get(call);
              assertThat(end).as("end of '%s'", call).isNotNull();
              assertThat(requireNonNull(end).charged()).as(call).isEqualTo(Usd.ofNanos(nanos));
            });
    book.ended()
        .forEach((call, nanos) -> assertThat(ends).as("answers that were lost").containsKey(call));
    for (LedgerEntry end : ends.values()) {
      if (!book.charges().containsKey(end.id())) {
        assertThat(end.charged()).as("%s was never billed", end).isEqualTo(Usd.ZERO);
      }
      if (!book.ended().containsKey(end.id())) {
        orphansBilled += end.charged().isZero() ? 0 : 1;
        orphansFree += end.charged().isZero() ? 1 : 0;
      }
    }
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

package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Short words for what tests ask of a ledger. */
public abstract class LedgerHarness {
  protected static final Scope ORG = Scope.parse("org:acme");
  protected static final Scope TEAM = Scope.parse("team:growth");
  protected static final Scope RUN = Scope.parse("run:nightly-42");
  protected static final Window TOTAL = new Window.Total();
  protected static final Window DAY = new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC);

  protected final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:00:00Z"));

  /** Makes a ledger with these limits on which nothing stands yet. */
  protected abstract BudgetLedger ledger(List<Budget> budgets, InstantSource clock);

  protected final BudgetLedger ledger(Budget... budgets) {
    return ledger(List.of(budgets), clock);
  }

  /** Lets time pass, or go back, for the ledgers of this test. */
  protected void move(Duration by) {
    clock.move(by);
  }

  protected final void moveTo(Instant instant) {
    move(Duration.between(clock.instant(), instant));
  }

  /** What a future brings, or the failure it fails with. */
  protected static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  protected static Usd usd(String dollars) {
    return Usd.parse(dollars);
  }

  protected static Budget budget(Scope scope, String limit, Window window) {
    return new Budget(scope, usd(limit), window);
  }

  static Reservation reserve(BudgetLedger ledger, String id, String amount, Scope... on) {
    return get(ledger.reserve(id, List.of(on), usd(amount)));
  }

  protected static void held(BudgetLedger ledger, String id, String amount, Scope... on) {
    assertThat(reserve(ledger, id, amount, on)).isEqualTo(new Reservation.Held(id, usd(amount)));
  }

  static Reservation.Refused refused(BudgetLedger ledger, String id, String amount, Scope... on) {
    Reservation answer = reserve(ledger, id, amount, on);
    assertThat(answer).isInstanceOf(Reservation.Refused.class);
    return (Reservation.Refused) answer;
  }

  protected static void stands(
      BudgetLedger ledger, int index, String spent, String held, String suspense) {
    BudgetState state = get(ledger.budgets()).get(index);
    assertThat(List.of(state.spent(), state.held(), state.suspense()))
        .as("spent, held, suspense of %s", state.budget())
        .isEqualTo(List.of(usd(spent), usd(held), usd(suspense)));
  }

  /** The hold that an extension or a carving left behind. */
  static Reservation.Held changed(Future<HoldChange> change) {
    HoldChange answer = get(change);
    assertThat(answer).isInstanceOf(HoldChange.Changed.class);
    return ((HoldChange.Changed) answer).hold();
  }

  /** Every line that a query finds, read in small pages. */
  protected static List<LedgerEntry> lines(BudgetLedger ledger, HistoryQuery query) {
    List<LedgerEntry> lines = new ArrayList<>();
    HistoryQuery next = query.atMost(3);
    while (true) {
      HistoryPage page = get(ledger.history(next));
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(3);
      lines.addAll(page.entries());
      if (page.next() == null) {
        return lines;
      }
      next = next.after(page.next());
    }
  }
}

package dev.halftone.router;

import dev.halftone.budget.Budget;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The budgets of a replay: the real ledger in memory, in the time of the records. Not thread-safe.
 */
final class ReplayBudgets {
  private final List<Scope> scopes;
  private final List<Scope> always;
  private final InMemoryLedger ledger;
  private Instant now = Instant.EPOCH;
  private long holds;

  /**
   * Starts with nothing spent.
   *
   * @param always scopes that every request is charged to
   */
  ReplayBudgets(List<Budget> budgets, List<Scope> always) {
    this.scopes = budgets.stream().map(Budget::scope).distinct().toList();
    this.always = List.copyOf(always);
    ledger = InMemoryLedger.create(budgets, () -> now);
  }

  /** Whether there are any, so that what was refused then does not count. */
  boolean any() {
    return !scopes.isEmpty();
  }

  /** Whether there is room for this much more. */
  boolean hasRoom(DecisionRecord decision, Usd hold) {
    now = decision.at();
    String id = "r-" + ++holds;
    boolean held = done(ledger.reserve(id, charged(decision), hold)) instanceof Reservation.Held;
    if (held) {
      done(ledger.release(id));
    }
    return held;
  }

  /** Counts what a request cost; suspense counts as spent. */
  void spent(DecisionRecord decision, Usd amount) {
    if (!any()) {
      return;
    }
    String id = "r-" + ++holds;
    boolean held = done(ledger.reserve(id, charged(decision), amount)) instanceof Reservation.Held;
    // A bill above its hold may leave no room; it is recorded as the overrun that it is.
    if (held || done(ledger.reserve(id, charged(decision), Usd.ZERO)) instanceof Reservation.Held) {
      done(ledger.settle(id, amount));
    }
  }

  private List<Scope> charged(DecisionRecord decision) {
    List<Scope> named = decision.asked().request().charge();
    Set<Scope> all = new LinkedHashSet<>(named.isEmpty() ? scopes : named);
    all.addAll(always);
    return List.copyOf(all);
  }

  /** The ledger in memory answers at once. */
  private static <T> T done(Future<T> answer) {
    if (!answer.succeeded()) {
      throw new IllegalStateException("the ledger in memory did not answer", answer.cause());
    }
    return answer.result();
  }
}

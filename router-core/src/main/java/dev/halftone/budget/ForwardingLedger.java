package dev.halftone.budget;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Passes every call on to another ledger: extend it to watch or change some of them. Thread-safe,
 * fails and costs as the other does.
 */
public abstract class ForwardingLedger implements BudgetLedger {
  private final BudgetLedger ledger;

  protected ForwardingLedger(BudgetLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return ledger.reserve(id, scopes, amount, lifetime);
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    return ledger.extend(id, amount, lifetime);
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    return ledger.carve(id, part, amount);
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return ledger.settle(id, charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return ledger.release(id);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return ledger.suspend(id);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return ledger.resolve(id, charged);
  }

  @Override
  public Future<Void> put(Budget budget) {
    return ledger.put(budget);
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    return ledger.remove(scope, window);
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return ledger.budgets();
  }

  @Override
  public Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    return ledger.budgets(scopes);
  }

  @Override
  public Future<List<Suspense>> suspended() {
    return ledger.suspended();
  }

  @Override
  public Future<HistoryPage> history(HistoryQuery query) {
    return ledger.history(query);
  }

  @Override
  public Future<Void> close() {
    return ledger.close();
  }
}

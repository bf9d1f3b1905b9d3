package dev.halftone.fleet;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/** A ledger with one of the mistakes that ledgers make. */
record LedgerDefect(BudgetLedger ledger, Kind kind) implements BudgetLedger {
  enum Kind {
    /** Money of a call whose outcome nobody knows is given back. */
    RELEASES_WHAT_IS_UNKNOWN,
    /** A hold is shrunk to a thousandth, so that it always fits. */
    SHRINKS_HOLDS,
    /** A hold is never ended where the call was not billed. */
    LEAKS_HOLDS,
    /** A nano-dollar of each bill is lost. */
    LOSES_A_NANO
  }

  @Override
  public Future<Reservation> reserve(String id, Collection<Scope> scopes, Usd amount) {
    return kind == Kind.SHRINKS_HOLDS
        ? ledger
            .reserve(id, scopes, Usd.ofNanos(amount.nanos() / 1000))
            .map(
                answer ->
                    answer instanceof Reservation.Held ? new Reservation.Held(id, amount) : answer)
        : ledger.reserve(id, scopes, amount);
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return ledger.settle(id, kind == Kind.LOSES_A_NANO ? charged.minus(Usd.ofNanos(1)) : charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return kind == Kind.LEAKS_HOLDS ? Future.succeededFuture(Ending.APPLIED) : ledger.release(id);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return kind == Kind.RELEASES_WHAT_IS_UNKNOWN ? ledger.release(id) : ledger.suspend(id);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return ledger.resolve(id, charged);
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return ledger.budgets();
  }

  @Override
  public Future<List<Suspense>> suspended() {
    return ledger.suspended();
  }
}

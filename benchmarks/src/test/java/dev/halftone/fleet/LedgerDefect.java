package dev.halftone.fleet;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;

/** A ledger with one of the mistakes that ledgers make. */
final class LedgerDefect extends ForwardingLedger {
  private final Kind kind;

  LedgerDefect(BudgetLedger ledger, Kind kind) {
    super(ledger);
    this.kind = kind;
  }

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
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return kind == Kind.SHRINKS_HOLDS
        ? super.reserve(id, scopes, Usd.ofNanos(amount.nanos() / 1000), lifetime)
            .map(
                answer ->
                    answer instanceof Reservation.Held ? new Reservation.Held(id, amount) : answer)
        : super.reserve(id, scopes, amount, lifetime);
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return super.settle(id, kind == Kind.LOSES_A_NANO ? charged.minus(Usd.ofNanos(1)) : charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return kind == Kind.LEAKS_HOLDS ? Future.succeededFuture(Ending.APPLIED) : super.release(id);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return kind == Kind.RELEASES_WHAT_IS_UNKNOWN ? super.release(id) : super.suspend(id);
  }
}

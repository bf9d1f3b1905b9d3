package dev.halftone.provider;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A ledger that remembers how each hold ended, by its id. Thread-safe. */
final class BookedLedger extends ForwardingLedger {
  private final BudgetLedger ledger;
  private final Map<String, Usd> held = new ConcurrentHashMap<>();
  private final Map<String, Usd> settled = new ConcurrentHashMap<>();
  private final Map<String, Usd> released = new ConcurrentHashMap<>();
  private final Map<String, Usd> suspended = new ConcurrentHashMap<>();

  BookedLedger(BudgetLedger ledger) {
    super(ledger);
    this.ledger = ledger;
  }

  /** What each hold that was charged was charged with, also after a suspense. */
  Map<String, Usd> settled() {
    return settled;
  }

  Map<String, Usd> released() {
    return released;
  }

  /** Holds that stand in suspense now. */
  Map<String, Usd> suspense() {
    return suspended;
  }

  /** Holds that have not ended. */
  Map<String, Usd> open() {
    return held;
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return ledger
        .reserve(id, scopes, amount, lifetime)
        .onSuccess(
            reservation -> {
              if (reservation instanceof Reservation.Held) {
                held.put(id, amount);
              }
            });
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return ledger.settle(id, charged).onSuccess(ending -> move(id, ending, held, settled, charged));
  }

  @Override
  public Future<Ending> release(String id) {
    return ledger.release(id).onSuccess(ending -> move(id, ending, held, released, Usd.ZERO));
  }

  @Override
  public Future<Ending> suspend(String id) {
    return ledger
        .suspend(id)
        .onSuccess(ending -> move(id, ending, held, suspended, held.getOrDefault(id, Usd.ZERO)));
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return ledger
        .resolve(id, charged)
        .onSuccess(ending -> move(id, ending, suspended, settled, charged));
  }

  private static void move(
      String id, Ending ending, Map<String, Usd> from, Map<String, Usd> to, Usd amount) {
    if (ending == Ending.APPLIED && (from.remove(id) == null || to.put(id, amount) != null)) {
      throw new IllegalStateException("hold %s ended twice".formatted(id));
    }
  }
}

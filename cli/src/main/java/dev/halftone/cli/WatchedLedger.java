package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A ledger that checks the promise of another after each of its steps, and notes what was settled.
 *
 * <p>One step at a time: a ledger that answers at once, as the one in memory does, is looked at
 * before any other step can hide what this one did. Thread-safe; never changes an answer.
 */
final class WatchedLedger extends ForwardingLedger {
  private final BudgetLedger ledger;
  private final Scope drawn;
  private final LongSupplier ticker;
  private final long startNanos;
  private final Map<String, Usd> settled = new HashMap<>();
  private final Map<Budget, Usd> highest = new LinkedHashMap<>();
  private final List<Level> levels = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private long checks;
  private long refusals;

  /**
   * Watches a ledger.
   *
   * @param drawn the scope whose levels are kept, for a picture
   * @param ticker elapsed nanoseconds
   */
  WatchedLedger(BudgetLedger ledger, Scope drawn, LongSupplier ticker) {
    super(ledger);
    this.ledger = ledger;
    this.drawn = drawn;
    this.ticker = ticker;
    this.startNanos = ticker.getAsLong();
  }

  /**
   * What stood on the drawn budget after a step.
   *
   * @param atNanos nanoseconds since the ledger was first watched
   */
  record Level(long atNanos, Usd spent, Usd held, Usd suspense) {}

  /**
   * All that was seen.
   *
   * @param checks steps after which every budget was looked at
   * @param highest the highest commitment of each budget at any moment
   * @param breaches sentences about budgets that were above their limit; empty if all was well
   * @param refusals reservations refused
   */
  record Watch(
      long checks,
      Map<Budget, Usd> highest,
      List<Level> levels,
      List<String> breaches,
      long refusals) {}

  synchronized Watch watch() {
    return new Watch(
        checks, new LinkedHashMap<>(highest), List.copyOf(levels), List.copyOf(breaches), refusals);
  }

  /** What each hold that was charged was charged with, by its id. */
  synchronized Map<String, Usd> settled() {
    return new TreeMap<>(settled);
  }

  /** What was spent on the drawn budget after the last step. */
  synchronized Usd spent() {
    return levels.isEmpty() ? Usd.ZERO : levels.get(levels.size() - 1).spent();
  }

  @Override
  public synchronized Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return ledger.reserve(id, scopes, amount, lifetime).compose(this::reserved);
  }

  private Future<Reservation> reserved(Reservation reservation) {
    synchronized (this) {
      if (reservation instanceof Reservation.Refused) {
        refusals++;
      }
    }
    return check().map(reservation);
  }

  @Override
  public synchronized Future<Ending> settle(String id, Usd charged) {
    return ledger.settle(id, charged).compose(ending -> charged(id, charged, ending));
  }

  @Override
  public synchronized Future<Ending> release(String id) {
    return ledger.release(id).compose(ending -> check().map(ending));
  }

  @Override
  public synchronized Future<Ending> suspend(String id) {
    return ledger.suspend(id).compose(ending -> check().map(ending));
  }

  @Override
  public synchronized Future<Ending> resolve(String id, Usd charged) {
    return ledger.resolve(id, charged).compose(ending -> charged(id, charged, ending));
  }

  private Future<Ending> charged(String id, Usd charged, Ending ending) {
    synchronized (this) {
      if (ending == Ending.APPLIED && settled.put(id, charged) != null) {
        breaches.add("hold %s was charged twice".formatted(id));
      }
    }
    return check().map(ending);
  }

  private Future<Void> check() {
    return ledger.budgets().map(this::compare);
  }

  private synchronized Void compare(List<BudgetState> states) {
    checks++;
    for (BudgetState state : states) {
      Budget budget = state.budget();
      Usd committed = state.committed();
      highest.merge(budget, committed, (old, now) -> now.isMoreThan(old) ? now : old);
      if (committed.isMoreThan(budget.limit())) {
        breaches.add(
            "budget %s stood at $%s of $%s".formatted(budget.scope(), committed, budget.limit()));
      }
      if (budget.scope().equals(drawn)) {
        levels.add(
            new Level(
                ticker.getAsLong() - startNanos, state.spent(), state.held(), state.suspense()));
      }
    }
    return null;
  }
}

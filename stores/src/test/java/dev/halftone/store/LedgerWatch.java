package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import dev.halftone.store.CallJournal.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Looks whether the promise holds at this moment, and resolves suspense by what the provider says
 * it billed, as an operator would.
 */
final class LedgerWatch {
  private final BudgetLedger ledger;
  private final BilledCalls book;
  private final CallJournal journal;
  private final Predicate<String> dead;
  private final DeadLeases leases;

  /**
   * @param dead whether this life is over, so that a call it has not made is never made
   */
  LedgerWatch(BudgetLedger ledger, BilledCalls book, CallJournal journal, Predicate<String> dead) {
    this.ledger = ledger;
    this.book = book;
    this.journal = journal;
    this.dead = dead;
    this.leases = new DeadLeases(ledger, book, dead);
  }

  /** Fails with {@link AssertionError} where the promise is broken. */
  Future<Void> look() {
    // What was billed before the ledger is asked must be covered by its answer.
    book.read();
    Usd billed = book.billed();
    return ledger
        .budgets()
        .map(states -> check(states, billed))
        .onSuccess(open -> journal.write(Kind.SAMPLED, "watch", open.nanos()))
        .compose(open -> ledger.suspended())
        .compose(this::resolve);
  }

  /** Returns what is open where least is: idle leases of a budget with room may stay. */
  private static Usd check(List<BudgetState> states, Usd billed) {
    Usd open = Usd.ofNanos(Long.MAX_VALUE);
    for (BudgetState state : states) {
      Usd committed = state.committed();
      if (committed.isMoreThan(state.budget().limit())
          || billed.isMoreThan(committed)
          || !state.overrun().isZero()) {
        throw new AssertionError("billed $%s, but %s".formatted(billed, state));
      }
      open = open.min(state.held().plus(state.suspense()));
    }
    return open;
  }

  private Future<Void> resolve(List<Suspense> suspended) {
    List<Future<?>> steps = new ArrayList<>();
    for (Suspense each : suspended) {
      String call = BilledCalls.call(each.id(), each.scopes());
      OptionalLong charge = book.charge(call);
      if (BilledCalls.isSlice(call)) {
        continue;
      }
      if (charge.isPresent() || dead.test(BilledCalls.life(call))) {
        steps.add(ledger.resolve(each.id(), Usd.ofNanos(charge.orElse(0))));
      }
    }
    return Future.join(steps).compose(done -> leases.resolve(suspended));
  }
}

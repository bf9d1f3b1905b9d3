package dev.halftone.store;

import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Reservation;
import dev.halftone.cost.Usd;
import io.vertx.core.AsyncResult;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes slices from the shared ledger, one at a time for each scope: looks at what is left, asks
 * for a share of it, and where that is refused for less, down to what the first who waits asks for.
 * Every method is to be called within a decision of {@link Turns}.
 */
final class Refills {
  private static final int MAX_SHRINKS = 3;
  private static final int MAX_OPEN_SLICES = 2;

  private final LeaseParts lease;
  private final SliceKeeper keeper;
  private final Purses purses;
  private final String prefix;
  private long taken;

  Refills(LeaseParts lease, SliceKeeper keeper, Purses purses, String prefix) {
    this.lease = lease;
    this.keeper = keeper;
    this.purses = purses;
    this.prefix = prefix;
  }

  /**
   * One request for a slice.
   *
   * @param states of the budgets of its scope, shortly before
   * @param gaveBack whether all that this instance had free went back before
   */
  private record Asking(
      Purse purse,
      List<BudgetState> states,
      long amount,
      Instant sent,
      int shrinks,
      boolean gaveBack) {
    Asking less(long less, Instant now) {
      return new Asking(purse, states, less, now, shrinks + 1, gaveBack);
    }
  }

  void start(Purse purse) {
    if (purse.refilling || lease.closed) {
      return;
    }
    purse.refilling = true;
    lease.turns.afterwards(
        () ->
            lease
                .calls
                .persist(
                    () -> lease.shared.budgets(List.of(purse.scope)),
                    failure -> lost(purse, failure),
                    late -> {})
                .onComplete(result -> lease.turns.decide(() -> looked(purse, result))));
  }

  private void lost(Purse purse, Throwable failure) {
    lease.turns.decide(
        () ->
            purses.failWaiters(
                purse, Purses.failure("the shared ledger cannot be reached", failure)));
  }

  private void looked(Purse purse, AsyncResult<List<BudgetState>> result) {
    if (result.failed()) {
      stop(purse, result.cause());
      return;
    }
    if (lease.closed) {
      purse.refilling = false;
      return;
    }
    List<BudgetState> states = result.result();
    long room = SliceSize.room(states);
    long first = purse.firstMissing();
    long ahead = SliceSize.ahead(room, lease.options);
    boolean nobody = purse.waiters.isEmpty();
    if (nobody && (states.isEmpty() || ahead < Math.max(1, purse.lastAsked))) {
      purse.refilling = false;
      return;
    }
    Instant now = lease.now();
    // A scope without a budget is asked for too: the shared ledger has the words for it.
    boolean exact = states.isEmpty() || SliceSize.isDoubtful(states, now, lease.options);
    long amount = exact ? first : SliceSize.toAsk(room, first, purse.allMissing(), lease.options);
    ask(new Asking(purse, states, amount, now, 0, false));
  }

  private void stop(Purse purse, Throwable cause) {
    purse.refilling = false;
    purses.failWaiters(purse, cause);
  }

  private void ask(Asking asking) {
    String id = prefix + taken++;
    Usd amount = Usd.ofNanos(asking.amount);
    AtomicBoolean refused = new AtomicBoolean();
    lease.turns.afterwards(
        () ->
            lease
                .calls
                .persist(
                    () ->
                        lease.shared.reserve(
                            id, List.of(asking.purse.scope), amount, lease.options.lifetime()),
                    failure -> lost(asking.purse, failure),
                    late -> releaseStray(id, refused, late))
                .onComplete(
                    result -> {
                      refused.set(result.result() instanceof Reservation.Refused);
                      lease.turns.decide(() -> answered(asking, id, result));
                    }));
  }

  /** An attempt that had been given up was made only after its repetition was refused. */
  private void releaseStray(String id, AtomicBoolean refused, Reservation late) {
    if (refused.get() && late instanceof Reservation.Held) {
      lease.calls.persist(() -> lease.shared.release(id));
    }
  }

  private void answered(Asking asking, String id, AsyncResult<Reservation> result) {
    if (result.failed()) {
      stop(asking.purse, result.cause());
    } else if (result.result() instanceof Reservation.Refused refused) {
      refused(asking, refused);
    } else {
      took(asking, id, (Reservation.Held) result.result());
    }
  }

  private void took(Asking asking, String id, Reservation.Held held) {
    Purse purse = asking.purse;
    Slice slice =
        new Slice(
            id,
            purse,
            asking.amount,
            SliceSize.openUntilMillis(asking.states, asking.sent, lease.options),
            asking.sent.plus(lease.options.lifetime()).toEpochMilli());
    purse.add(slice, held.warnings());
    keeper.add(slice);
    lease.slices.increment();
    purses.serve(purse);
    boolean once = SliceSize.isDoubtful(asking.states, asking.sent, lease.options);
    if (lease.closed || once) {
      keeper.giveBack(slice);
    } else if (purse.slices.size() > MAX_OPEN_SLICES) {
      keeper.retire(purse.slices.getFirst());
    }
    goOn(purse);
  }

  private void refused(Asking asking, Reservation.Refused why) {
    Purse purse = asking.purse;
    long first = purse.firstMissing();
    long room = SliceSize.room(why);
    if (purse.waiters.isEmpty()) {
      purse.refused(why, lease.nowMillis());
      purse.refilling = false;
    } else if (asking.amount > first) {
      long less = SliceSize.toAsk(room, first, purse.allMissing(), lease.options);
      boolean again = less < asking.amount && asking.shrinks < MAX_SHRINKS;
      ask(asking.less(again ? less : first, lease.now()));
    } else if (!asking.gaveBack && keeper.hasFree(purse)) {
      keeper
          .giveBackAll(purse)
          .onComplete(done -> lease.turns.decide(() -> askAfterReturn(asking)));
    } else {
      purses.refuseWaiters(purse, why);
      goOn(purse);
    }
  }

  private void askAfterReturn(Asking asking) {
    Purse purse = asking.purse;
    if (purse.waiters.isEmpty() || lease.closed) {
      purse.refilling = false;
      return;
    }
    ask(new Asking(purse, asking.states, purse.firstMissing(), lease.now(), MAX_SHRINKS, true));
  }

  private void goOn(Purse purse) {
    purse.refilling = false;
    if (!purse.waiters.isEmpty()) {
      start(purse);
    }
  }
}

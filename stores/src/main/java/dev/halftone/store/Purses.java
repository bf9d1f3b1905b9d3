package dev.halftone.store;

import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws money for local holds from slices, from all scopes or from none, and takes new slices.
 * Every method is to be called within a decision of {@link Turns}.
 */
final class Purses {
  private final LeaseParts lease;
  private final Refills refills;
  private final Map<Scope, Purse> purses = new HashMap<>();
  private int waiting;

  Purses(LeaseParts lease, SliceKeeper keeper, String prefix) {
    this.lease = lease;
    this.refills = new Refills(lease, keeper, this, prefix);
  }

  /**
   * Draws what is missing from every scope, or nothing.
   *
   * @return the first scope, in order, that has no slice with room; null if it was drawn
   */
  @Nullable Purse draw(Waiter waiter) {
    LocalHold hold = waiter.hold;
    long missing = waiter.missing();
    long now = lease.nowMillis();
    Slice[] chosen = new Slice[hold.scopes.size()];
    for (int i = 0; i < chosen.length; i++) {
      Purse purse = purses.computeIfAbsent(hold.scopes.get(i), Purse::new);
      purse.lastAsked = missing;
      Slice slice = purse.serving(missing, now);
      if (slice == null) {
        return purse;
      }
      chosen[i] = slice;
    }
    for (Slice slice : chosen) {
      slice.take(missing);
      hold.draws.add(new LocalHold.Draw(slice, missing));
      if (slice.purse.isLow(lease.options.lowWaterPercent())) {
        refill(slice.purse);
      }
    }
    return null;
  }

  /** The warnings that came with the slices of a hold. */
  List<BudgetWarning> warnings(LocalHold hold) {
    List<BudgetWarning> all = List.of();
    for (LocalHold.Draw draw : hold.draws) {
      List<BudgetWarning> some = draw.slice().purse.takeWarnings();
      if (!some.isEmpty()) {
        all = new ArrayList<>(all);
        all.addAll(some);
      }
    }
    return all;
  }

  /** Lets it wait for what this purse lacks; it is answered later. */
  void await(Waiter waiter, Purse lacking) {
    Throwable loss = lease.calls.loss();
    if (loss != null) {
      fail(waiter, failure("the shared ledger cannot be reached", loss));
      return;
    }
    if (waiting >= lease.options.maxWaiting()) {
      fail(
          waiter,
          new IllegalStateException(
              "%d reservations wait for a lease; that is as many as may".formatted(waiting)));
      return;
    }
    waiting++;
    waiter.cancelTimer =
        lease.timers.schedule(
            lease.options.patience().toNanos(), () -> lease.turns.decide(() -> giveUp(waiter)));
    queue(waiter, lacking);
  }

  private void giveUp(Waiter waiter) {
    if (waiter.done) {
      return;
    }
    purses.values().forEach(purse -> purse.waiters.remove(waiter));
    end(waiter, failure("no lease within %s".formatted(lease.options.patience()), null));
  }

  private void queue(Waiter waiter, Purse lacking) {
    Reservation.Refused known =
        lacking.refusal(
            waiter.missing(), lease.nowMillis(), lease.options.refusalMemory().toMillis());
    if (known != null) {
      refuse(waiter, known);
      return;
    }
    lacking.waiters.add(waiter);
    refills.start(lacking);
  }

  /** Money came free, or came in: serves those who wait, in order. */
  void serve(Purse purse) {
    for (Waiter waiter : List.copyOf(purse.waiters)) {
      Purse lacking = isMoot(waiter) ? null : draw(waiter);
      if (lacking == purse) {
        continue;
      }
      purse.waiters.remove(waiter);
      if (lacking == null) {
        hold(waiter);
      } else {
        queue(waiter, lacking);
      }
    }
  }

  /** An extension of a hold that ended meanwhile. */
  private static boolean isMoot(Waiter waiter) {
    return !waiter.first && waiter.hold.state != LocalHold.State.HELD;
  }

  private void hold(Waiter waiter) {
    if (waiter.first) {
      waiter.hold.state = LocalHold.State.HELD;
      lease.localHolds.increment();
    } else {
      waiter.moot = isMoot(waiter);
      waiter.hold.amount = Math.max(waiter.hold.amount, waiter.wanted);
    }
    Reservation.Held held =
        new Reservation.Held(waiter.hold.id, Usd.ofNanos(waiter.wanted), warnings(waiter.hold));
    finish(waiter, () -> waiter.answer.complete(held));
  }

  /** Refuses those who ask for as much as was refused, or more. */
  void refuseWaiters(Purse purse, Reservation.Refused why) {
    purse.refused(why, lease.nowMillis());
    for (Waiter waiter : List.copyOf(purse.waiters)) {
      if (waiter.missing() >= why.asked().nanos()) {
        purse.waiters.remove(waiter);
        refuse(waiter, why);
      }
    }
  }

  private void refuse(Waiter waiter, Reservation.Refused why) {
    lease.refusals.increment();
    waiter.inVain.run();
    Reservation.Refused refused = waiter.refused(why);
    finish(waiter, () -> waiter.answer.complete(refused));
  }

  private void end(Waiter waiter, Throwable cause) {
    waiter.inVain.run();
    finish(waiter, () -> waiter.answer.fail(cause));
  }

  private void fail(Waiter waiter, Throwable cause) {
    waiter.done = true;
    waiter.inVain.run();
    lease.turns.afterwards(() -> waiter.answer.fail(cause));
  }

  private void finish(Waiter waiter, Runnable answer) {
    if (!waiter.done) {
      waiter.done = true;
      waiting--;
      waiter.cancelTimer.run();
      lease.turns.afterwards(answer);
    }
  }

  /** Everybody who waits is told why it is in vain. */
  void failAll(Throwable cause) {
    purses.values().forEach(purse -> failWaiters(purse, cause));
  }

  void failWaiters(Purse purse, Throwable cause) {
    List<Waiter> all = List.copyOf(purse.waiters);
    purse.waiters.clear();
    all.forEach(waiter -> end(waiter, cause));
  }

  void forgetUnused() {
    purses.values().removeIf(Purse::isUnused);
  }

  @Nullable Purse of(Scope scope) {
    return purses.get(scope);
  }

  /** Ahead of need: only if it was not just refused. */
  private void refill(Purse purse) {
    long memory = lease.options.refusalMemory().toMillis();
    if (purse.refusal(Long.MAX_VALUE, lease.nowMillis(), memory) == null) {
      refills.start(purse);
    }
  }

  static IllegalStateException failure(String why, @Nullable Throwable cause) {
    return new IllegalStateException(why, cause);
  }
}

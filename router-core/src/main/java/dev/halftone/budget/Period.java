package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One window of one budget, and what stands on it. A hold remembers the periods it was reserved in,
 * so that it ends there and nowhere else.
 *
 * <p>Without locks: each step exchanges one {@link Standing} for the next. Times passed in may lag
 * behind each other; money that has left a rolling window has left it for all.
 */
final class Period {
  private static final VarHandle STANDING;

  static {
    try {
      STANDING = MethodHandles.lookup().findVarHandle(Period.class, "standing", Standing.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final long startMillis;
  final long endMillis;
  private final Tally tally;
  private volatile Standing standing;

  Period(Tally tally, long startMillis, long endMillis, Budget budget) {
    this.tally = tally;
    this.startMillis = startMillis;
    this.endMillis = endMillis;
    this.standing = Standing.nothing(budget);
  }

  Standing standing() {
    return standing;
  }

  /** Holds an amount if there is room, else says why not. */
  Reservation.@Nullable Refused hold(Usd amount, long nowMillis) {
    return admit(amount, nowMillis, false);
  }

  /** Claims an amount if there is room; it stays out of sight until it is held or given back. */
  Reservation.@Nullable Refused claim(Usd amount, long nowMillis) {
    return admit(amount, nowMillis, true);
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint only: whoever has the claim may need this core
  private Reservation.@Nullable Refused admit(Usd asked, long nowMillis, boolean tentative) {
    long amount = asked.nanos();
    while (true) {
      Standing seen = standing;
      Standing now = advanced(seen, nowMillis);
      if (now.fits(amount)) {
        if (exchange(seen, tentative ? now.claim(amount) : now.hold(amount))) {
          return null;
        }
      } else if (!now.mayFit(amount)) {
        tally.refusals.incrementAndGet();
        return new Reservation.Refused(
            now.budget,
            Usd.ofNanos(now.spent),
            Usd.ofNanos(now.held),
            Usd.ofNanos(now.suspense),
            asked);
      } else {
        // A refusal now could be for money that is given back; its claim is decided in a moment.
        Thread.yield();
      }
    }
  }

  /** Claims an amount beyond any limit; false if it would leave the range. */
  boolean claimBeyond(long amount, long nowMillis) {
    while (true) {
      Standing seen = standing;
      Standing now = advanced(seen, nowMillis);
      if (!now.canAdd(amount)) {
        return false;
      }
      if (exchange(seen, now.claim(amount))) {
        return true;
      }
    }
  }

  void giveBack(long amount) {
    update(now -> now.claim(-amount));
  }

  void holdClaimed(long amount) {
    update(now -> now.claim(-amount).hold(amount));
  }

  void suspend(long amount) {
    update(now -> now.suspend(amount));
  }

  void unsuspend(long amount) {
    update(now -> now.suspend(-amount));
  }

  /** A new limit over the same window. */
  void put(Budget budget) {
    update(now -> now.under(budget));
  }

  void charge(Charge charge, long nowMillis) {
    while (true) {
      Standing seen = standing;
      Standing now = advanced(seen, nowMillis);
      Slices slices =
          tally.lengthMillis == 0 || charge.charged() == 0
              ? now.slices
              : now.slices.add(tally.sliceMillis, nowMillis, charge.charged(), charge.over());
      if (exchange(seen, now.charge(charge, slices))) {
        return;
      }
    }
  }

  /** The warning that is due now, if any, which is then given. */
  @Nullable BudgetWarning warn(long nowMillis) {
    while (true) {
      Standing now = standing;
      int share = now.shareReached();
      long rearmMillis = tally.lengthMillis == 0 ? Long.MAX_VALUE : tally.lengthMillis;
      if (share < 0 || !now.isArmed(share, nowMillis, rearmMillis)) {
        return null;
      }
      if (exchange(now, now.warned(share, nowMillis))) {
        return new BudgetWarning(
            now.budget, now.budget.warnAtPercent().get(share), Usd.ofNanos(now.committed()));
      }
    }
  }

  BudgetState state(long nowMillis) {
    Standing now = advanced(standing, nowMillis);
    return new BudgetState(
        now.budget,
        Usd.ofNanos(now.spent),
        Usd.ofNanos(now.held),
        Usd.ofNanos(now.suspense),
        Usd.ofNanos(now.overrun),
        tally.refusals.get());
  }

  private Standing advanced(Standing seen, long nowMillis) {
    return tally.lengthMillis == 0 ? seen : seen.slices.forget(seen, tally.lengthMillis, nowMillis);
  }

  private void update(UnaryOperator<Standing> step) {
    Standing seen = standing;
    while (!exchange(seen, step.apply(seen))) {
      seen = standing;
    }
  }

  private boolean exchange(Standing seen, Standing next) {
    return STANDING.compareAndSet(this, seen, next);
  }
}

package dev.halftone.budget;

import dev.halftone.cost.Usd;

/**
 * The sums of one budget in its present window, in nano-dollars. Guarded by the lock of its
 * account.
 *
 * <p>No sum can overflow: together they stay within a {@code long}, because {@link #hasRoom} keeps
 * them below the limit and {@link #canCharge} is asked before anything above it is recorded.
 */
abstract class Tally {
  private final Budget budget;
  private final long limit;
  private long held;
  private long suspense;
  private long spent;
  private long overrun;
  private long refusals;

  Tally(Budget budget) {
    this.budget = budget;
    this.limit = budget.limit().nanos();
  }

  static Tally of(Budget budget) {
    Window window = budget.window();
    if (window instanceof Window.Calendar calendar) {
      return new CalendarTally(budget, calendar);
    }
    if (window instanceof Window.Rolling rolling) {
      return new RollingTally(budget, rolling);
    }
    return new TotalTally(budget);
  }

  /** Drops what has left the window; called with a time that never goes back, before all else. */
  abstract void advance(long nowMillis);

  /** Whether money reserved then counts in the present window. */
  abstract boolean counts(long reservedAtMillis);

  /** Told of money that was settled, so that it can leave the window later. */
  abstract void settled(long nowMillis, long charged, long over);

  final boolean hasRoom(long amount) {
    return amount <= limit - committed();
  }

  final void hold(long amount) {
    held += amount;
  }

  final void suspend(Hold hold) {
    if (counts(hold.reservedAtMillis)) {
      held -= hold.amount();
      suspense += hold.amount();
    }
  }

  /** Whether this charge in place of its hold can be recorded without leaving the range. */
  final boolean canCharge(Hold hold, long charged) {
    return !counts(hold.reservedAtMillis)
        || charged <= Long.MAX_VALUE - (committed() - hold.amount());
  }

  /** Puts a charge in place of a hold or a suspense. */
  final void charge(Hold hold, long charged, long nowMillis) {
    if (!counts(hold.reservedAtMillis)) {
      return;
    }
    if (hold.state == Hold.State.SUSPENDED) {
      suspense -= hold.amount();
    } else {
      held -= hold.amount();
    }
    long over = Math.max(0, charged - hold.amount());
    spent += charged;
    overrun += over;
    if (charged > 0) {
      settled(nowMillis, charged, over);
    }
  }

  final Reservation.Refused refuse(Usd asked) {
    refusals++;
    return new Reservation.Refused(
        budget, Usd.ofNanos(spent), Usd.ofNanos(held), Usd.ofNanos(suspense), asked);
  }

  final BudgetState state() {
    return new BudgetState(
        budget,
        Usd.ofNanos(spent),
        Usd.ofNanos(held),
        Usd.ofNanos(suspense),
        Usd.ofNanos(overrun),
        refusals);
  }

  /** A new window has begun: nothing that was reserved before counts in it. */
  final void startAnew() {
    held = 0;
    suspense = 0;
    spent = 0;
    overrun = 0;
  }

  /** Settled money left the window. */
  final void forget(long charged, long over) {
    spent -= charged;
    overrun -= over;
  }

  private long committed() {
    return spent + held + suspense;
  }
}

package dev.halftone.budget;

import java.util.Arrays;

/**
 * What stands on one budget in one window, in nano-dollars: immutable, so that whoever reads it
 * sees one instant, and a step is one exchange of it for the next.
 *
 * <p>No sum can overflow: together they stay within a {@code long}, because {@link #fits} keeps
 * them below the limit and {@link #canAdd} is asked before anything above it is recorded.
 */
final class Standing {
  private static final long[] NEVER = {};

  final Budget budget;
  final long spent;
  final long held;
  final long suspense;
  final long overrun;

  /** Claimed by steps on several budgets that may still be refused by one of the others. */
  final long tentative;

  /** What leaves a rolling window when; nothing in other windows. */
  final Slices slices;

  /** When each share of the limit was last reached; empty if none was. */
  private final long[] warnedAtMillis;

  private Standing(
      Budget budget,
      long spent,
      long held,
      long suspense,
      long overrun,
      long tentative,
      Slices slices,
      long[] warnedAtMillis) {
    this.budget = budget;
    this.spent = spent;
    this.held = held;
    this.suspense = suspense;
    this.overrun = overrun;
    this.tentative = tentative;
    this.slices = slices;
    this.warnedAtMillis = warnedAtMillis;
  }

  static Standing nothing(Budget budget) {
    return new Standing(budget, 0, 0, 0, 0, 0, Slices.NONE, NEVER);
  }

  long committed() {
    return spent + held + suspense;
  }

  /** Whether there is room even if all that is tentative comes to stay. */
  boolean fits(long amount) {
    return amount <= budget.limit().nanos() - (committed() + tentative);
  }

  /** Whether there is room if nothing that is tentative stays. */
  boolean mayFit(long amount) {
    return amount <= budget.limit().nanos() - committed();
  }

  /** Whether this much can be recorded without leaving the range. */
  boolean canAdd(long amount) {
    return amount <= Long.MAX_VALUE - (committed() + tentative);
  }

  Standing claim(long amount) {
    return with(spent, held, suspense, overrun, tentative + amount, slices);
  }

  Standing hold(long amount) {
    return with(spent, held + amount, suspense, overrun, tentative, slices);
  }

  Standing suspend(long amount) {
    return with(spent, held - amount, suspense + amount, overrun, tentative, slices);
  }

  /** Puts a charge in place of a hold, or of a suspense, and of what was claimed for it. */
  Standing charge(Charge charge, Slices after) {
    return with(
        spent + charge.charged(),
        charge.fromSuspense() ? held : held - charge.amount(),
        charge.fromSuspense() ? suspense - charge.amount() : suspense,
        overrun + charge.over(),
        tentative - charge.claimed(),
        after);
  }

  /** Settled money left the window. */
  Standing forget(long charged, long over, Slices rest) {
    return with(spent - charged, held, suspense, overrun - over, tentative, rest);
  }

  /** Another limit, all its shares armed. */
  Standing under(Budget other) {
    return new Standing(other, spent, held, suspense, overrun, tentative, slices, NEVER);
  }

  /** The place of the highest share reached, among those to warn of; -1 if none is. */
  int shareReached() {
    int reached = -1;
    long limit = budget.limit().nanos();
    for (int percent : budget.warnAtPercent()) {
      // The share is rounded up, so that it is reached at once with it and never before.
      long share = limit / 100 * percent + (limit % 100 * percent + 99) / 100;
      if (committed() < share) {
        break;
      }
      reached++;
    }
    return reached;
  }

  /** Whether this share may be warned of now. */
  boolean isArmed(int share, long nowMillis, long rearmMillis) {
    return share >= warnedAtMillis.length
        || warnedAtMillis[share] == Long.MIN_VALUE
        || nowMillis - warnedAtMillis[share] >= rearmMillis;
  }

  Standing warned(int share, long nowMillis) {
    int shares = budget.warnAtPercent().size();
    long[] at = Arrays.copyOf(warnedAtMillis, shares);
    Arrays.fill(at, warnedAtMillis.length, shares, Long.MIN_VALUE);
    Arrays.fill(at, 0, share + 1, nowMillis);
    return new Standing(budget, spent, held, suspense, overrun, tentative, slices, at);
  }

  private Standing with(
      long nowSpent, long nowHeld, long nowSuspense, long nowOverrun, long claims, Slices rest) {
    return new Standing(
        budget, nowSpent, nowHeld, nowSuspense, nowOverrun, claims, rest, warnedAtMillis);
  }
}

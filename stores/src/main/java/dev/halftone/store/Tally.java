package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one budget in its present window, in nano-dollars. Only the ledger's writer touches
 * it, and calls {@link #advance} with a time that never goes back before all else.
 *
 * <p>No sum can overflow: together they stay within a {@code long}, because {@link #hasRoom} keeps
 * them below the limit and {@link #canCharge} is asked before anything above it is recorded.
 */
final class Tally {
  /** What was settled until {@code lastMillis} leaves a rolling window together. */
  record Slice(long lastMillis, long spent, long overrun) {}

  /** What is written to disk. */
  record Sums(
      long startMillis,
      long endMillis,
      long held,
      long suspense,
      long spent,
      long overrun,
      long refusals) {}

  private static final long ARMED = Long.MIN_VALUE;

  /** Which budget it is, in the order they were set first; never used again for another. */
  final long seq;

  private Budget budget;
  private long[] warnedAtMillis;
  private final Deque<Slice> slices = new ArrayDeque<>(1);
  private long startMillis = Long.MIN_VALUE;
  private long endMillis = Long.MIN_VALUE;
  private long held;
  private long suspense;
  private long spent;
  private long overrun;
  private long refusals;

  /** The limit was taken away: no hold needs it any more. */
  boolean removed;

  Tally(long seq, Budget budget) {
    this.seq = seq;
    this.budget = budget;
    this.warnedAtMillis = armed(budget);
  }

  Budget budget() {
    return budget;
  }

  /** Another limit for the money that stands here; all its shares warn anew. */
  void set(Budget anew) {
    budget = anew;
    warnedAtMillis = armed(anew);
  }

  void advance(long nowMillis) {
    if (budget.window() instanceof Window.Calendar calendar && nowMillis >= endMillis) {
      Instant now = Instant.ofEpochMilli(nowMillis);
      startMillis = calendar.start(now).toEpochMilli();
      endMillis = calendar.end(now).toEpochMilli();
      held = 0;
      suspense = 0;
      spent = 0;
      overrun = 0;
      Arrays.fill(warnedAtMillis, ARMED);
    } else if (budget.window() instanceof Window.Rolling rolling) {
      long length = millis(rolling);
      Slice oldest = slices.peekFirst();
      while (oldest != null && nowMillis - oldest.lastMillis() >= length) {
        spent -= oldest.spent();
        overrun -= oldest.overrun();
        slices.removeFirst();
        oldest = slices.peekFirst();
      }
    }
  }

  boolean hasRoom(long amount) {
    return amount <= budget.limit().nanos() - committed();
  }

  /** Whether money reserved then counts in the present window. */
  boolean counts(OpenHold hold) {
    return hold.reservedAtMillis >= startMillis;
  }

  /** Holds more, whichever state the hold is in. */
  void hold(OpenHold hold, long more) {
    if (counts(hold)) {
      held += more;
    }
  }

  /** Moves a hold's money to suspense or, negative, back. */
  void suspend(OpenHold hold, long amount) {
    if (counts(hold)) {
      held -= amount;
      suspense += amount;
    }
  }

  boolean canCharge(OpenHold hold, long charged) {
    return removed || !counts(hold) || charged <= Long.MAX_VALUE - (committed() - hold.amount);
  }

  /** Puts a charge in place of a hold or a suspense. */
  void charge(OpenHold hold, long charged, long nowMillis) {
    if (removed || !counts(hold)) {
      return;
    }
    if (hold.inSuspense()) {
      suspense -= hold.amount;
    } else {
      held -= hold.amount;
    }
    long over = Math.max(0, charged - hold.amount);
    spent += charged;
    overrun += over;
    if (charged > 0 && budget.window() instanceof Window.Rolling rolling) {
      slice(rolling, nowMillis, charged, over);
    }
  }

  private void slice(Window.Rolling rolling, long nowMillis, long charged, long over) {
    long sliceMillis = (millis(rolling) - 1) / Window.Rolling.SLICES + 1;
    Slice newest = slices.peekLast();
    if (newest == null || newest.lastMillis() < nowMillis) {
      newest = new Slice((Math.floorDiv(nowMillis, sliceMillis) + 1) * sliceMillis - 1, 0, 0);
    } else {
      slices.removeLast();
    }
    slices.addLast(
        new Slice(newest.lastMillis(), newest.spent() + charged, newest.overrun() + over));
  }

  /** Adds a refusal to the count and says why. */
  Reservation.Refused refuse(long asked) {
    refusals++;
    return new Reservation.Refused(
        budget, Usd.ofNanos(spent), Usd.ofNanos(held), Usd.ofNanos(suspense), Usd.ofNanos(asked));
  }

  /** The warning that is due now, given once; null if none is. */
  @Nullable BudgetWarning warning(long nowMillis) {
    for (int i = warnedAtMillis.length - 1; i >= 0; i--) {
      int percent = budget.warnAtPercent().get(i);
      if (committed() >= budget.share(percent).nanos()) {
        if (!isArmed(i, nowMillis)) {
          return null;
        }
        Arrays.fill(warnedAtMillis, 0, i + 1, nowMillis);
        return new BudgetWarning(budget, percent, Usd.ofNanos(committed()));
      }
    }
    return null;
  }

  private boolean isArmed(int share, long nowMillis) {
    long warned = warnedAtMillis[share];
    return warned == ARMED
        || (budget.window() instanceof Window.Rolling rolling
            && nowMillis - warned >= millis(rolling));
  }

  BudgetState state() {
    return new BudgetState(
        budget,
        Usd.ofNanos(spent),
        Usd.ofNanos(held),
        Usd.ofNanos(suspense),
        Usd.ofNanos(overrun),
        refusals);
  }

  Sums sums() {
    return new Sums(startMillis, endMillis, held, suspense, spent, overrun, refusals);
  }

  long[] warnedAtMillis() {
    return warnedAtMillis.clone();
  }

  Slice[] slices() {
    return slices.toArray(Slice[]::new);
  }

  long refusals() {
    return refusals;
  }

  void refusals(long count) {
    refusals = count;
  }

  /** Sets everything as it was written to disk. */
  void restore(Sums sums, long[] warned, Slice[] settled) {
    startMillis = sums.startMillis();
    endMillis = sums.endMillis();
    held = sums.held();
    suspense = sums.suspense();
    spent = sums.spent();
    overrun = sums.overrun();
    refusals = sums.refusals();
    warnedAtMillis = warned.clone();
    slices.clear();
    slices.addAll(Arrays.asList(settled));
  }

  private long committed() {
    return spent + held + suspense;
  }

  private static long[] armed(Budget budget) {
    long[] all = new long[budget.warnAtPercent().size()];
    Arrays.fill(all, ARMED);
    return all;
  }

  private static long millis(Window.Rolling rolling) {
    try {
      return Math.max(1, rolling.length().plusNanos(999_999).toMillis());
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }
}

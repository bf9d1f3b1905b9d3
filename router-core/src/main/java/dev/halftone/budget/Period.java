package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One window of one budget, and what stands on it. A hold remembers the periods it was reserved in,
 * so that it ends there and nowhere else.
 *
 * <p>While many threads want it at once and there is room for many more holds, it lends its room to
 * {@link Till}s. To lock it is to take all of that back, so whoever has the lock sees the whole at
 * one instant. Rolling windows do not lend: each of their charges has a time.
 *
 * <p>Times passed in may lag behind each other; money that has left a rolling window has left it
 * for all. No sum can overflow: together they stay within a {@code long}, because {@link #fits}
 * keeps them below the limit and {@link #canCharge} is asked before anything above it is recorded.
 */
final class Period extends Book {
  /** How fast the usual size of holds follows smaller ones. */
  private static final int MEMORY = 64;

  private static final long[] NEVER = {};

  final long startMillis;
  final long endMillis;
  final Tally tally;

  /** The present window of the same scope's next limit; changed by {@link Limits} only. */
  volatile @Nullable Period next;

  /** What leaves a rolling window when; null in other windows. */
  private final @Nullable Slices slices;

  private Budget budget;
  private long limit;

  /** Nothing committed below this calls for a warning. */
  private long warnFrom;

  private long suspense;
  private long overrun;

  /** When each share of the limit was last reached; empty if none was. */
  private long[] warnedAtMillis = NEVER;

  private volatile Till @Nullable [] tills;

  /** How many threads may still have to wait before room is lent. */
  private int patience;

  /** The size of holds, as far as they came here of late. */
  private long usual;

  private Period(Tally tally, long startMillis, long endMillis) {
    this.tally = tally;
    this.startMillis = startMillis;
    this.endMillis = endMillis;
    this.budget = tally.budget;
    this.limit = budget.limit().nanos();
    this.warnFrom = share(budget, 0);
    this.slices = Slices.of(budget.window());
    this.patience = tally.lending.waits();
  }

  /** The only window of a limit, or one that has ended before the calendar's first. */
  static Period first(Budget budget, Lending lending) {
    boolean ends = budget.window() instanceof Window.Calendar;
    return new Period(
        new Tally(budget, lending), Long.MIN_VALUE, ends ? Long.MIN_VALUE : Long.MAX_VALUE);
  }

  /** The calendar window at this time, which is after this one. */
  Period following(long nowMillis) {
    Window.Calendar calendar = (Window.Calendar) tally.budget.window();
    Instant now = Instant.ofEpochMilli(nowMillis);
    return new Period(tally, calendar.start(now).toEpochMilli(), calendar.end(now).toEpochMilli());
  }

  boolean hasWindow(Window window) {
    return tally.budget.window().equals(window);
  }

  /** Where the current thread may book, without the others; null if only here. */
  @Nullable Till till() {
    Till[] open = tills;
    return open == null ? null : open[ThreadGroups.mine()];
  }

  @Override
  void lock() {
    boolean crowded = !take();
    Till[] open = tills;
    if (open != null) {
      for (Till till : open) {
        till.lock();
        spent += till.spent;
        held += till.held;
        till.empty();
      }
    } else if (crowded) {
      patience--;
    }
  }

  @Override
  void unlock() {
    Till[] open = tills;
    if (open != null || patience <= 0) {
      lend(open);
    }
    leave();
  }

  private void lend(Till @Nullable [] open) {
    Till[] lending = open == null ? Till.open() : open;
    long share = (Math.min(limit, warnFrom - 1) - committed()) / lending.length;
    boolean ample = slices == null && share / Math.max(1, tally.lending.holds()) > usual;
    for (Till till : lending) {
      if (ample) {
        till.fill(share);
      } else {
        till.close();
      }
      if (open != null) {
        till.unlock();
      }
    }
    patience = tally.lending.waits();
    tills = ample ? lending : null;
  }

  /** Lets what is too old leave a rolling window. */
  @Override
  void advance(long nowMillis) {
    if (slices != null) {
      for (Slices.Slice gone = slices.poll(nowMillis);
          gone != null;
          gone = slices.poll(nowMillis)) {
        spent -= gone.spent();
        overrun -= gone.overrun();
      }
    }
  }

  private long committed() {
    return spent + held + suspense;
  }

  @Override
  boolean fits(long amount) {
    return amount <= limit - committed();
  }

  @Override
  Reservation.Refused refuse(long amount) {
    tally.refused();
    return new Reservation.Refused(
        budget, Usd.ofNanos(spent), Usd.ofNanos(held), Usd.ofNanos(suspense), Usd.ofNanos(amount));
  }

  @Override
  @Nullable BudgetWarning hold(long amount, long nowMillis) {
    held += amount;
    usual = Math.max(amount, usual - usual / MEMORY);
    return committed() < warnFrom || budget.warnAtPercent().isEmpty() ? null : warn(nowMillis);
  }

  void suspend(long amount) {
    held -= amount;
    suspense += amount;
  }

  @Override
  boolean canCharge(boolean fromSuspense, long amount, long charged) {
    return charged - amount <= Long.MAX_VALUE - committed();
  }

  @Override
  void charge(boolean fromSuspense, long amount, long charged, long nowMillis) {
    if (fromSuspense) {
      suspense -= amount;
    } else {
      held -= amount;
    }
    long over = Math.max(0, charged - amount);
    spent += charged;
    overrun += over;
    if (slices != null && charged != 0) {
      slices.add(nowMillis, charged, over);
    }
  }

  /** A new limit over the same window, all its shares armed. */
  void put(Budget other) {
    lock();
    budget = other;
    limit = other.limit().nanos();
    warnFrom = share(other, 0);
    warnedAtMillis = NEVER;
    unlock();
  }

  private @Nullable BudgetWarning warn(long nowMillis) {
    List<Integer> percents = budget.warnAtPercent();
    int reached = 0;
    while (reached + 1 < percents.size() && committed() >= share(budget, reached + 1)) {
      reached++;
    }
    if (!isArmed(reached, nowMillis)) {
      return null;
    }
    long[] at = Arrays.copyOf(warnedAtMillis, percents.size());
    Arrays.fill(at, warnedAtMillis.length, at.length, Long.MIN_VALUE);
    Arrays.fill(at, 0, reached + 1, nowMillis);
    warnedAtMillis = at;
    if (slices == null) {
      warnFrom = share(budget, reached + 1);
    }
    return new BudgetWarning(budget, percents.get(reached), Usd.ofNanos(committed()));
  }

  /** Whether this share may be warned of now: once in a window, or again after a rolling one. */
  private boolean isArmed(int share, long nowMillis) {
    return share >= warnedAtMillis.length
        || warnedAtMillis[share] == Long.MIN_VALUE
        || (slices != null && nowMillis - warnedAtMillis[share] >= slices.lengthMillis());
  }

  /** The share at a place among those to warn of; out of reach if there is none. */
  private static long share(Budget budget, int place) {
    List<Integer> percents = budget.warnAtPercent();
    return place < percents.size() ? budget.share(percents.get(place)).nanos() : Long.MAX_VALUE;
  }

  BudgetState state(long nowMillis) {
    lock();
    try {
      advance(nowMillis);
      return new BudgetState(
          budget,
          Usd.ofNanos(spent),
          Usd.ofNanos(held),
          Usd.ofNanos(suspense),
          Usd.ofNanos(overrun),
          tally.refusals());
    } finally {
      unlock();
    }
  }
}

package dev.halftone.budget;

import dev.halftone.budget.Hold.State;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Holds in suspense, and when those in flight come to it. Thread-safe. */
final class SuspendedHolds {
  private final Set<Hold> suspended = ConcurrentHashMap.newKeySet();
  private final Collection<Hold> known;
  private final MonotoneClock clock;
  private final Limits limits;

  /** No lifetime is over before. */
  private final AtomicLong firstDeadlineMillis = new AtomicLong(Long.MAX_VALUE);

  private final Object expiring = new Object();

  /**
   * @param known all holds, as they come and go
   */
  SuspendedHolds(Collection<Hold> known, MonotoneClock clock, Limits limits) {
    this.known = known;
    this.clock = clock;
    this.limits = limits;
  }

  /** Makes a hold suspense; its lock is taken. */
  void add(Hold hold, State state, long sinceMillis) {
    Money.suspend(hold);
    hold.state = state;
    hold.suspendedAtMillis = sinceMillis;
    suspended.add(hold);
  }

  /** Adds a part of one that is in suspense. */
  void add(Hold part) {
    suspended.add(part);
  }

  void remove(Hold hold) {
    suspended.remove(hold);
  }

  /** Makes a hold suspense if its lifetime is over; its lock is taken. */
  void expireIfDue(Hold hold, long nowMillis) {
    if (hold.state == State.HELD && nowMillis >= hold.deadlineMillis) {
      add(hold, State.EXPIRED, hold.deadlineMillis);
      hold.passed(Kind.EXPIRED, hold.deadlineMillis, limits.epoch());
    }
  }

  /** Makes known when a lifetime will be over. */
  void expect(long deadlineMillis) {
    if (deadlineMillis < firstDeadlineMillis.get()) {
      firstDeadlineMillis.accumulateAndGet(deadlineMillis, Math::min);
    }
  }

  /** Finds all holds whose lifetime is over, before somebody looks. */
  void expire() {
    synchronized (expiring) {
      long now = clock.millis();
      if (now < firstDeadlineMillis.get()) {
        return;
      }
      // Holds that come while these are looked through make themselves known.
      firstDeadlineMillis.set(Long.MAX_VALUE);
      for (Hold hold : known) {
        hold.take();
        expireIfDue(hold, now);
        if (hold.state == State.HELD) {
          expect(hold.deadlineMillis);
        }
        hold.leave();
      }
    }
  }

  /** All of them, the oldest first. */
  List<Suspense> all() {
    return suspended.stream()
        .map(SuspendedHolds::suspense)
        .sorted(Comparator.comparing(Suspense::since).thenComparing(Suspense::id))
        .toList();
  }

  private static Suspense suspense(Hold hold) {
    hold.take();
    try {
      return new Suspense(
          hold.id,
          hold.scopes,
          Usd.ofNanos(hold.amount),
          Instant.ofEpochMilli(hold.suspendedAtMillis));
    } finally {
      hold.leave();
    }
  }
}

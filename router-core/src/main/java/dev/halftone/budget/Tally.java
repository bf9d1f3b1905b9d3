package dev.halftone.budget;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** What the windows of one limit have in common. */
final class Tally {
  private static final AtomicLongFieldUpdater<Tally> REFUSALS =
      AtomicLongFieldUpdater.newUpdater(Tally.class, "refusals");

  final Lending lending;

  /** Changed by {@link Limits} only. */
  volatile Budget budget;

  private volatile long refusals;

  Tally(Budget budget, Lending lending) {
    this.budget = budget;
    this.lending = lending;
  }

  void refused() {
    REFUSALS.incrementAndGet(this);
  }

  long refusals() {
    return refusals;
  }
}

package dev.halftone.budget;

import org.jspecify.annotations.Nullable;

/**
 * A part of the room of one {@link Period}, for one group of the threads that crowd around it: they
 * hold and settle here without meeting the others. What a till has more than its share of is as
 * good as held, so the sum of all keeps to the limit; once one has too little, or somebody wants to
 * see the whole, the period takes everything back and decides.
 *
 * <p>{@link #spent} and {@link #held} are what has changed since then: a hold may be taken from one
 * till and end in another, so either may be negative.
 */
final class Till extends Book {
  private long room;
  private boolean closed;

  // Keeps the figures of two tills out of one cache line.
  @SuppressWarnings("unused")
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13;

  /** One for each of the {@link ThreadGroups}, with nothing in it. */
  static Till[] open() {
    Till[] tills = new Till[ThreadGroups.COUNT];
    for (int i = 0; i < tills.length; i++) {
      tills[i] = new Till();
    }
    return tills;
  }

  @Override
  void lock() {
    take();
  }

  @Override
  void unlock() {
    leave();
  }

  /** Puts room in; this till is locked. */
  void fill(long share) {
    room = share;
  }

  /** Takes everything out; this till is locked. */
  void empty() {
    spent = 0;
    held = 0;
    room = 0;
  }

  /** Sends whoever comes late to the period; this till is locked and empty. */
  void close() {
    closed = true;
  }

  @Override
  void advance(long nowMillis) {
    // A window that lends does not roll.
  }

  @Override
  boolean fits(long amount) {
    return !closed && amount <= room;
  }

  @Override
  Reservation.@Nullable Refused refuse(long amount) {
    return null;
  }

  @Override
  @Nullable BudgetWarning hold(long amount, long nowMillis) {
    room -= amount;
    held += amount;
    return null;
  }

  @Override
  boolean canCharge(boolean fromSuspense, long amount, long charged) {
    return !closed && !fromSuspense && charged <= amount;
  }

  @Override
  void charge(boolean fromSuspense, long amount, long charged, long nowMillis) {
    held -= amount;
    spent += charged;
    room += amount - charged;
  }
}

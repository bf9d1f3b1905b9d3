package dev.halftone.budget;

import org.jspecify.annotations.Nullable;

/**
 * Where a step of money is booked, in nano-dollars: a {@link Period}, or one {@link Till} of it.
 *
 * <p>All figures are guarded by the lock. Who needs several books takes them in the order of their
 * periods ({@link Limits#locate}), and a period before its tills.
 */
abstract sealed class Book extends SpinLock permits Period, Till {
  long spent;
  long held;

  Book() {
    super(false);
  }

  /** Takes this book, and what it has lent. */
  abstract void lock();

  abstract void unlock();

  /** Makes known what time it is. */
  abstract void advance(long nowMillis);

  /** Whether this book has room. */
  abstract boolean fits(long amount);

  /** Why there is no room; null if another book of the same period may have some. */
  abstract Reservation.@Nullable Refused refuse(long amount);

  /** Holds an amount that fits, and gives the warning that is due, if any. */
  abstract @Nullable BudgetWarning hold(long amount, long nowMillis);

  /** Whether this book can put this charge in place of a hold. */
  abstract boolean canCharge(boolean fromSuspense, long amount, long charged);

  /** Puts a charge in place of a hold, or of a suspense. */
  abstract void charge(boolean fromSuspense, long amount, long charged, long nowMillis);
}

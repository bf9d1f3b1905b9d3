package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Steps of money on all of a hold's periods at one moment, or on none: all their books are locked
 * while they are decided. Each is tried on the tills of the current thread first, where there are
 * some.
 */
final class Money {
  private Money() {}

  /**
   * Holds more for a hold, if there is room.
   *
   * @param total what the hold has with it
   */
  static Reservation hold(Hold hold, long more, Usd total, long nowMillis) {
    Reservation here = hold(nearest(hold.periods), hold.id, more, total, nowMillis);
    return here != null
        ? here
        : Objects.requireNonNull(hold(hold.periods, hold.id, more, total, nowMillis));
  }

  private static @Nullable Reservation hold(
      Book[] books, String id, long more, Usd total, long nowMillis) {
    lock(books);
    try {
      for (Book book : books) {
        book.advance(nowMillis);
        if (!book.fits(more)) {
          return book.refuse(more);
        }
      }
      List<BudgetWarning> warnings = List.of();
      for (Book book : books) {
        BudgetWarning warning = book.hold(more, nowMillis);
        if (warning != null) {
          warnings = warnings.isEmpty() ? new ArrayList<>(1) : warnings;
          warnings.add(warning);
        }
      }
      return new Reservation.Held(id, total, warnings);
    } finally {
      unlock(books);
    }
  }

  static void suspend(Hold hold) {
    suspend(hold.periods, hold.amount);
  }

  static void unsuspend(Hold hold) {
    suspend(hold.periods, -hold.amount);
  }

  private static void suspend(Period[] periods, long amount) {
    lock(periods);
    for (Period period : periods) {
      period.suspend(amount);
    }
    unlock(periods);
  }

  /**
   * Puts a charge in place of a hold; false if a sum would leave the range, and nothing is done.
   */
  static boolean charge(Hold hold, long charged, long nowMillis) {
    Book[] nearest = nearest(hold.periods);
    return charge(nearest, hold, charged, nowMillis)
        || (nearest != hold.periods && charge(hold.periods, hold, charged, nowMillis));
  }

  private static boolean charge(Book[] books, Hold hold, long charged, long nowMillis) {
    boolean fromSuspense = hold.isSuspense();
    lock(books);
    try {
      for (Book book : books) {
        book.advance(nowMillis);
        if (!book.canCharge(fromSuspense, hold.amount, charged)) {
          return false;
        }
      }
      for (Book book : books) {
        book.charge(fromSuspense, hold.amount, charged, nowMillis);
      }
      return true;
    } finally {
      unlock(books);
    }
  }

  /** A till of each period where it has some, else the period. */
  private static Book[] nearest(Period[] periods) {
    Book[] books = periods;
    for (int i = 0; i < periods.length; i++) {
      Till till = periods[i].till();
      if (till != null) {
        if (books == periods) {
          books = Arrays.copyOf(periods, periods.length, Book[].class);
        }
        books[i] = till;
      }
    }
    return books;
  }

  private static void lock(Book[] books) {
    for (Book book : books) {
      book.lock();
    }
  }

  private static void unlock(Book[] books) {
    for (Book book : books) {
      book.unlock();
    }
  }
}

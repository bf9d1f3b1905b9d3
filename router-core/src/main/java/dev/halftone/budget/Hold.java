package dev.halftone.budget;

import java.util.Arrays;

/**
 * One reservation and how far it has come. Its monitor guards what changes, and is taken before any
 * account's lock; nobody ever has two.
 */
final class Hold {
  enum State {
    UNDECIDED,
    HELD,
    SUSPENDED,
    ENDED,
    REFUSED
  }

  final Reservation.Held reservation;

  /** In lock order. */
  final Account[] accounts;

  State state = State.UNDECIDED;
  long reservedAtMillis;
  long suspendedAtMillis;

  Hold(Reservation.Held reservation, Account[] accounts) {
    this.reservation = reservation;
    this.accounts = accounts;
  }

  String id() {
    return reservation.id();
  }

  long amount() {
    return reservation.amount().nanos();
  }

  boolean sameAs(Hold other) {
    return reservation.equals(other.reservation) && Arrays.equals(accounts, other.accounts);
  }

  void lockAccounts() {
    for (Account account : accounts) {
      account.lock();
    }
  }

  void unlockAccounts() {
    for (Account account : accounts) {
      account.unlock();
    }
  }

  void advanceAccounts(long nowMillis) {
    for (Account account : accounts) {
      account.advance(nowMillis);
    }
  }
}

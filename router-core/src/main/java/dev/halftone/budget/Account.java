package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All budgets of one scope, behind one lock.
 *
 * <p>Whoever needs several accounts takes their locks in the order of {@link #rank}, which is that
 * of the scopes, and asks for no other lock while it has them; so no circle of waiting can close.
 * Every method but {@link #lock} needs the lock.
 */
final class Account {
  final Scope scope;
  final int rank;
  private final Tally[] tallies;
  private final ReentrantLock lock = new ReentrantLock();

  Account(Scope scope, int rank, List<Budget> budgets) {
    this.scope = scope;
    this.rank = rank;
    this.tallies = budgets.stream().map(Tally::of).toArray(Tally[]::new);
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  void advance(long nowMillis) {
    for (Tally tally : tallies) {
      tally.advance(nowMillis);
    }
  }

  /** The first refusal among the budgets, counted; null if all have room. */
  Reservation.@Nullable Refused refusal(Usd asked) {
    for (Tally tally : tallies) {
      if (!tally.hasRoom(asked.nanos())) {
        return tally.refuse(asked);
      }
    }
    return null;
  }

  void hold(long amount) {
    for (Tally tally : tallies) {
      tally.hold(amount);
    }
  }

  void suspend(Hold hold) {
    for (Tally tally : tallies) {
      tally.suspend(hold);
    }
  }

  boolean canCharge(Hold hold, long charged) {
    for (Tally tally : tallies) {
      if (!tally.canCharge(hold, charged)) {
        return false;
      }
    }
    return true;
  }

  void charge(Hold hold, long charged, long nowMillis) {
    for (Tally tally : tallies) {
      tally.charge(hold, charged, nowMillis);
    }
  }

  List<BudgetState> states() {
    List<BudgetState> states = new ArrayList<>(tallies.length);
    for (Tally tally : tallies) {
      states.add(tally.state());
    }
    return states;
  }
}

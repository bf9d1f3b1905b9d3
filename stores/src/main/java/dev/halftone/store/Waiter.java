package dev.halftone.store;

import dev.halftone.budget.Reservation;
import dev.halftone.cost.Usd;
import io.vertx.core.Promise;

/** Someone who asks for money on all scopes of a hold. Guarded by {@link Turns}. */
final class Waiter {
  final LocalHold hold;

  /** What the hold shall have, all told, in nano-dollars. */
  final long wanted;

  final Promise<Reservation> answer = Promise.promise();
  final boolean first;
  Runnable cancelTimer = () -> {};
  boolean done;

  /** The hold ended while its extension waited. */
  boolean moot;

  /** Done within the decision by which it gets nothing. */
  Runnable inVain = () -> {};

  /**
   * @param first whether the hold is being made, and not extended
   */
  Waiter(LocalHold hold, long wanted, boolean first) {
    this.hold = hold;
    this.wanted = wanted;
    this.first = first;
  }

  /** What is still to be drawn from each scope. */
  long missing() {
    return first ? wanted : Math.max(0, wanted - hold.amount);
  }

  Reservation.Refused refused(Reservation.Refused why) {
    return new Reservation.Refused(
        why.budget(), why.spent(), why.held(), why.suspense(), Usd.ofNanos(missing()));
  }
}

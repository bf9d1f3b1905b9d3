package dev.halftone.store;

import java.util.Comparator;
import java.util.List;

/** A hold that has not ended. Only the ledger's writer touches it. */
final class OpenHold {
  enum State {
    HELD,
    /** Its lifetime is over, or its process is: in suspense, but its owner may still end it. */
    EXPIRED,
    SUSPENDED
  }

  static final Comparator<OpenHold> BY_END =
      Comparator.<OpenHold>comparingLong(hold -> hold.untilMillis)
          .thenComparing(hold -> hold.birth.id());
  static final Comparator<OpenHold> BY_SUSPENSION =
      Comparator.<OpenHold>comparingLong(hold -> hold.sinceMillis)
          .thenComparing(hold -> hold.birth.id());

  final Birth birth;

  /** Those it is charged to: the limits that its scopes had when it was reserved. */
  final List<Tally> tallies;

  final long reservedAtMillis;

  /** The block of the history that its first line is in. */
  final long block;

  State state = State.HELD;
  long amount;
  long untilMillis;

  /** Since when it is in suspense; of no meaning while it is held. */
  long sinceMillis;

  OpenHold(Birth birth, List<Tally> tallies, long reservedAtMillis, long untilMillis, long block) {
    this.birth = birth;
    this.tallies = tallies;
    this.reservedAtMillis = reservedAtMillis;
    this.untilMillis = untilMillis;
    this.block = block;
    this.amount = birth.amount();
  }

  boolean inSuspense() {
    return state != State.HELD;
  }
}

package dev.halftone.store;

import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.Reservation;
import dev.halftone.cost.Usd;
import dev.halftone.store.LocalHold.State;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Extends local holds and carves parts out of them. To be called within a decision. */
final class LocalChanges {
  private final LeaseParts lease;
  private final LocalHolds holds;
  private final Purses purses;

  LocalChanges(LeaseParts lease, LocalHolds holds, Purses purses) {
    this.lease = lease;
    this.holds = holds;
    this.purses = purses;
  }

  /** Null if no such hold is known here. */
  @Nullable Future<HoldChange> extend(String id, long amount, long lifetimeMillis) {
    LocalHold hold = holds.get(id);
    if (hold == null) {
      return null;
    }
    if (hold.state != State.HELD) {
      return Future.succeededFuture(notHeld(hold));
    }
    Waiter waiter = new Waiter(hold, amount, false);
    Purse lacking = null;
    if (waiter.missing() > 0) {
      Throwable unable = lease.unable();
      if (unable != null) {
        return Future.failedFuture(unable);
      }
      lacking = purses.draw(waiter);
    }
    if (lacking == null) {
      return Future.succeededFuture(extended(waiter, lifetimeMillis, purses.warnings(hold)));
    }
    purses.await(waiter, lacking);
    return waiter
        .answer
        .future()
        .map(
            answer ->
                answer instanceof Reservation.Refused why
                    ? new HoldChange.Refused(why)
                    : lease.turns.decide(
                        () ->
                            extended(
                                waiter, lifetimeMillis, ((Reservation.Held) answer).warnings())));
  }

  private HoldChange extended(Waiter waiter, long lifetimeMillis, List<BudgetWarning> warnings) {
    LocalHold hold = waiter.hold;
    if (waiter.moot) {
      return notHeld(hold);
    }
    hold.amount = Math.max(hold.amount, waiter.wanted);
    hold.expiresMillis = Math.max(hold.expiresMillis, lease.nowMillis() + lifetimeMillis);
    return new HoldChange.Changed(new Reservation.Held(hold.id, hold.amountUsd(), warnings));
  }

  private static HoldChange notHeld(LocalHold hold) {
    return new HoldChange.NotHeld(
        hold.state == State.WAITING ? Ending.UNKNOWN : Ending.ALREADY_ENDED);
  }

  /** Null if no such hold is known here. */
  @Nullable Future<HoldChange> carve(String id, String partId, long amount) {
    LocalHold hold = holds.get(id);
    if (hold == null) {
      return null;
    }
    LocalHold known = holds.get(partId);
    if (known != null && id.equals(known.origin) && known.reserved == amount) {
      return Future.succeededFuture(new HoldChange.Changed(known.held()));
    }
    if (known != null) {
      return Future.failedFuture(
          new IllegalArgumentException("id '%s' stands for another hold".formatted(partId)));
    }
    if (hold.state != State.HELD) {
      return Future.succeededFuture(notHeld(hold));
    }
    if (amount > hold.amount) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "part '%s' of $%s is more than hold '%s' has: $%s"
                  .formatted(partId, Usd.ofNanos(amount), id, hold.amountUsd())));
    }
    LocalHold part = hold.carve(partId, amount);
    holds.add(part);
    return Future.succeededFuture(new HoldChange.Changed(part.held()));
  }
}

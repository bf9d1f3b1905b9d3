package dev.halftone.store;

import dev.halftone.budget.Ending;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import dev.halftone.store.LocalHold.State;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends local holds: in their slices if these bear it, else in the shared ledger under ids of their
 * own. Every method but {@link #end} is to be called within a decision of {@link Turns}.
 */
final class LocalEndings {
  private final LeaseParts lease;
  private final LocalHolds holds;
  private final SliceKeeper keeper;
  private final Purses purses;
  private final MovedHolds moved;

  LocalEndings(LeaseParts lease, LocalHolds holds, SliceKeeper keeper, Purses purses) {
    this.lease = lease;
    this.holds = holds;
    this.keeper = keeper;
    this.purses = purses;
    this.moved = new MovedHolds(lease, keeper);
  }

  /**
   * Ends a hold, also one that another instance reserved.
   *
   * @param how {@link Kind#SETTLED}, {@link Kind#RELEASED}, {@link Kind#SUSPENDED} or {@link
   *     Kind#RESOLVED}
   */
  Future<Ending> end(String id, Kind how, Usd charged) {
    Future<Ending> here = lease.turns.decide(() -> endHere(id, how, charged));
    if (here != null) {
      return here;
    }
    if (how == Kind.RESOLVED) {
      return moved.resolve(id, charged);
    }
    return moved.bounded(lease.calls.persist(() -> endThere(how, id, charged)));
  }

  private Future<Ending> endThere(Kind how, String id, Usd charged) {
    return switch (how) {
      case SETTLED -> lease.shared.settle(id, charged);
      case RELEASED -> lease.shared.release(id);
      case SUSPENDED -> lease.shared.suspend(id);
      case RESOLVED -> lease.shared.resolve(id, charged);
      default -> throw new IllegalArgumentException("%s is no ending".formatted(how));
    };
  }

  private @Nullable Future<Ending> endHere(String id, Kind how, Usd charged) {
    LocalHold hold = holds.get(id);
    if (hold == null) {
      return null;
    }
    if (hold.state == State.HELD && hold.expiresMillis <= lease.nowMillis()) {
      expire(hold);
    }
    return switch (hold.state) {
      case WAITING -> Future.succeededFuture(Ending.UNKNOWN);
      case HELD -> endHeld(hold, how, charged);
      case MOVED -> endMoved(hold, how, charged);
      case EXPIRED ->
          how == Kind.SUSPENDED ? suspended(hold) : endMoved(hold, Kind.RESOLVED, charged);
      case SUSPENDED ->
          how == Kind.RESOLVED
              ? endMoved(hold, how, charged)
              : Future.succeededFuture(Ending.ALREADY_ENDED);
      case ENDED -> Future.succeededFuture(Ending.ALREADY_ENDED);
    };
  }

  private Future<Ending> endHeld(LocalHold hold, Kind how, Usd charged) {
    if (how == Kind.RESOLVED) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    if (how == Kind.SUSPENDED) {
      moved.move(hold, part -> lease.shared.suspend(part.id()));
      return suspended(hold);
    }
    if (charged.nanos() > hold.amount && !hold.draws.isEmpty()) {
      return overrun(hold, charged);
    }
    finished(hold, State.ENDED);
    long[] shares = hold.drawShares(charged.nanos());
    for (int i = 0; i < shares.length; i++) {
      LocalHold.Draw draw = hold.draws.get(i);
      draw.slice().end(draw.amount(), shares[i]);
      keeper.settleIfDone(draw.slice());
      if (!draw.slice().purse.waiters.isEmpty()) {
        purses.serve(draw.slice().purse);
      }
    }
    hold.draws.clear();
    return Future.succeededFuture(Ending.APPLIED);
  }

  private Future<Ending> suspended(LocalHold hold) {
    finished(hold, State.SUSPENDED);
    return Future.succeededFuture(Ending.APPLIED);
  }

  private void finished(LocalHold hold, State state) {
    hold.state = state;
    holds.ended(hold);
  }

  /** Recorded in full under its own id; what is leased goes back, since admission stops. */
  private Future<Ending> overrun(LocalHold hold, Usd charged) {
    boolean reachable = lease.calls.loss() == null;
    long[] shares = hold.drawShares(charged.nanos());
    List<LocalHold.Draw> draws = List.copyOf(hold.draws);
    finished(hold, State.ENDED);
    Future<Ending> recorded =
        moved
            .move(
                hold,
                part ->
                    lease.shared.settle(part.id(), Usd.ofNanos(shares[hold.parts.indexOf(part)])))
            .transform(
                result ->
                    result.succeeded()
                        ? Future.succeededFuture(Ending.APPLIED)
                        : notRecorded(hold, result.cause()));
    for (LocalHold.Draw draw : draws) {
      List.copyOf(draw.slice().purse.slices).forEach(keeper::giveBack);
    }
    return reachable ? moved.bounded(recorded) : Future.succeededFuture(Ending.APPLIED);
  }

  private Future<Ending> notRecorded(LocalHold hold, Throwable cause) {
    lease.turns.decide(() -> hold.state = State.EXPIRED);
    hold.parts.forEach(part -> lease.calls.persist(() -> lease.shared.suspend(part.id())));
    return Future.failedFuture(cause);
  }

  private Future<Ending> endMoved(LocalHold hold, Kind how, Usd charged) {
    State next = how == Kind.SUSPENDED ? State.SUSPENDED : State.ENDED;
    if (hold.parts.isEmpty()) {
      finished(hold, next);
      return Future.succeededFuture(Ending.APPLIED);
    }
    Promise<Ending> answer = Promise.promise();
    lease.turns.afterwards(
        () ->
            hold.moved
                .transform(
                    whatever ->
                        moved.end(
                            hold.parts, charged, (part, share) -> endThere(how, part.id(), share)))
                .onSuccess(ending -> lease.turns.decide(() -> hold.state = next))
                .onComplete(answer));
    return moved.bounded(answer.future());
  }

  /** Holds whose lifetime is over become suspense where the operator sees them. */
  void expireOverdue() {
    long now = lease.nowMillis();
    for (LocalHold hold : holds.inFlight()) {
      if (hold.state == State.HELD && hold.expiresMillis <= now) {
        expire(hold);
      }
    }
  }

  private void expire(LocalHold hold) {
    moved.move(hold, part -> lease.shared.suspend(part.id()));
    finished(hold, State.EXPIRED);
  }

  /** Holds in flight go on in the shared ledger, for what is left of their lifetime. */
  void moveAll() {
    long now = lease.nowMillis();
    for (LocalHold hold : holds.inFlight()) {
      if (hold.state == State.HELD) {
        Duration left = Duration.ofMillis(Math.max(1, hold.expiresMillis - now));
        moved.move(hold, part -> lease.shared.extend(part.id(), Usd.ZERO, left));
        finished(hold, State.MOVED);
      }
    }
  }
}

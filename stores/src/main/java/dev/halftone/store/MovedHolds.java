package dev.halftone.store;

import dev.halftone.budget.Ending;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import dev.halftone.store.LocalHold.Part;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Moves local holds to the shared ledger, under ids of their own, and ends them there. */
final class MovedHolds {
  private final LeaseParts lease;
  private final SliceKeeper keeper;

  MovedHolds(LeaseParts lease, SliceKeeper keeper) {
    this.lease = lease;
    this.keeper = keeper;
  }

  /**
   * Carves the hold out of its slices; to be called within a decision.
   *
   * @param then made with each part, after it was carved out
   */
  <T> Future<?> move(LocalHold hold, Function<Part, Future<T>> then) {
    Map<Scope, Integer> numbers = new HashMap<>();
    List<Part> parts = new ArrayList<>(hold.draws.size());
    List<Future<?>> steps = new ArrayList<>(hold.draws.size());
    for (LocalHold.Draw draw : hold.draws) {
      Slice slice = draw.slice();
      Scope scope = slice.purse.scope;
      int number = numbers.merge(scope, 1, Integer::sum);
      String id = hold.draws.size() == 1 ? hold.id : PartIds.of(hold.id, scope, number);
      Part part = new Part(id, scope, draw.amount());
      parts.add(part);
      slice.leave();
      keeper.carve(slice, id, Usd.ofNanos(draw.amount()));
      steps.add(keeper.step(slice, () -> then.apply(part)));
      keeper.settleIfDone(slice);
    }
    hold.draws.clear();
    hold.parts = List.copyOf(parts);
    Future<?> all = Future.join(steps);
    hold.moved = all;
    return all;
  }

  /** Ends each part with what falls on it of a charge of every scope. */
  Future<Ending> end(List<Part> parts, Usd charged, BiFunction<Part, Usd, Future<Ending>> ending) {
    long[] shares =
        LocalHold.shares(
            parts.stream().map(Part::scope).toList(),
            parts.stream().mapToLong(Part::amount).toArray(),
            charged.nanos());
    List<Future<Ending>> endings = new ArrayList<>(parts.size());
    for (int i = 0; i < shares.length; i++) {
      Part part = parts.get(i);
      Usd share = Usd.ofNanos(shares[i]);
      endings.add(lease.calls.persist(() -> ending.apply(part, share)));
    }
    return bounded(Future.join(endings).map(all -> together(all.list())));
  }

  /** Applied if any part was; unknown only if all are. */
  private static Ending together(List<Ending> endings) {
    if (endings.contains(Ending.APPLIED)) {
      return Ending.APPLIED;
    }
    return endings.contains(Ending.ALREADY_ENDED) ? Ending.ALREADY_ENDED : Ending.UNKNOWN;
  }

  /** Resolves a suspense that this instance does not remember. */
  Future<Ending> resolve(String id, Usd charged) {
    return bounded(
        lease
            .calls
            .persist(() -> lease.shared.resolve(id, charged))
            .compose(
                ending ->
                    ending == Ending.UNKNOWN
                        ? resolveParts(id, charged)
                        : Future.succeededFuture(ending)));
  }

  private Future<Ending> resolveParts(String id, Usd charged) {
    return lease
        .calls
        .persist(lease.shared::suspended)
        .compose(
            all -> {
              List<Part> parts =
                  all.stream()
                      .filter(suspense -> PartIds.isPart(suspense, id))
                      .map(MovedHolds::part)
                      .toList();
              return parts.isEmpty()
                  ? Future.succeededFuture(Ending.UNKNOWN)
                  : end(parts, charged, (part, share) -> lease.shared.resolve(part.id(), share));
            });
  }

  private static Part part(Suspense suspense) {
    return new Part(suspense.id(), suspense.scopes().get(0), suspense.amount().nanos());
  }

  /** Does not let the caller wait longer than patience; what was begun goes on. */
  <T> Future<T> bounded(Future<T> answer) {
    if (answer.isComplete()) {
      return answer;
    }
    Promise<T> first = Promise.promise();
    Runnable cancel =
        lease.timers.schedule(
            lease.options.patience().toNanos(),
            () ->
                first.tryFail(
                    Purses.failure("the shared ledger did not answer", lease.calls.loss())));
    answer.onComplete(
        result -> {
          cancel.run();
          if (result.succeeded()) {
            first.tryComplete(result.result());
          } else {
            first.tryFail(result.cause());
          }
        });
    return first.future();
  }
}

package dev.halftone.store;

import dev.halftone.budget.Ending;
import dev.halftone.budget.HoldChange;
import dev.halftone.cost.Usd;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps slices alive while they are used, gives back what is not, and makes each slice's steps in
 * the shared ledger one after the other. Every method is to be called within a decision of {@link
 * Turns}, unless it says otherwise.
 */
final class SliceKeeper {
  private static final Logger log = LoggerFactory.getLogger(SliceKeeper.class);
  private static final int TICKS_PER_LIFETIME = 8;
  private static final int TICKS_PER_IDLE_TIME = 4;

  private final LeaseParts lease;
  private final Runnable onTick;
  private final long tickNanos;
  private final int idleTicks;
  private final int renewalTicks;
  private final int lastTicks;
  private final Set<Slice> slices = new LinkedHashSet<>();
  private boolean ticking;

  /**
   * @param onTick done within each tick's decision
   */
  SliceKeeper(LeaseParts lease, Runnable onTick) {
    this.lease = lease;
    this.onTick = onTick;
    Duration lifetime = lease.options.lifetime();
    Duration idle = lease.options.idleTime();
    this.tickNanos =
        Math.min(lifetime.toNanos() / TICKS_PER_LIFETIME, idle.toNanos() / TICKS_PER_IDLE_TIME);
    this.idleTicks = (int) ((idle.toNanos() + tickNanos - 1) / tickNanos);
    this.renewalTicks = (int) (lifetime.toNanos() / 2 / tickNanos);
    this.lastTicks = (int) (lifetime.toNanos() * 7 / 8 / tickNanos);
  }

  void add(Slice slice) {
    slices.add(slice);
    keepTicking();
  }

  boolean isEmpty() {
    return slices.isEmpty();
  }

  List<Slice> all() {
    return List.copyOf(slices);
  }

  /** Makes it serve nobody any more. */
  void retire(Slice slice) {
    if (slice.open) {
      slice.open = false;
      slice.purse.slices.remove(slice);
      settleIfDone(slice);
    }
  }

  /** To be called when a local hold has left the slice. */
  void settleIfDone(Slice slice) {
    boolean spent = slice.open && slice.free == 0;
    if (slice.inFlight > 0 || slice.over || (slice.open && !spent)) {
      return;
    }
    slice.open = false;
    slice.purse.slices.remove(slice);
    slice.over = true;
    Usd charged = slice.chargedUsd();
    step(slice, () -> end(slice.id, charged))
        .onComplete(result -> lease.turns.decide(() -> ended(slice, result)));
  }

  private Future<Ending> end(String id, Usd charged) {
    return charged.isZero() ? lease.shared.release(id) : lease.shared.settle(id, charged);
  }

  private void ended(Slice slice, AsyncResult<Ending> result) {
    if (result.failed()) {
      abandon(slice, result.cause());
    } else if (result.result() == Ending.UNKNOWN) {
      abandon(slice, new IllegalStateException("the shared ledger does not know it"));
    }
    slices.remove(slice);
  }

  /**
   * Gives back what is neither held nor, so far, charged, also while local holds are in flight.
   *
   * @return done when it stands in the shared ledger
   */
  Future<?> giveBack(Slice slice) {
    retire(slice);
    if (slice.over || slice.free == 0) {
      return Future.succeededFuture();
    }
    String part = slice.id + "-" + ++slice.parts;
    Usd amount = Usd.ofNanos(slice.free + slice.charged);
    Usd charged = slice.chargedUsd();
    slice.free = 0;
    slice.charged = 0;
    carve(slice, part, amount);
    return step(slice, () -> end(part, charged));
  }

  /** Gives back all that the scope has free; done when it stands in the shared ledger. */
  Future<?> giveBackAll(Purse purse) {
    List<Future<?>> returns = new ArrayList<>();
    for (Slice slice : all()) {
      if (slice.purse == purse) {
        returns.add(giveBack(slice));
        returns.add(settled(slice));
      }
    }
    return Future.join(returns).otherwiseEmpty();
  }

  /** Whether the scope has money that nobody holds. */
  boolean hasFree(Purse purse) {
    for (Slice slice : slices) {
      if (slice.purse == purse && (slice.free > 0 || slice.over)) {
        return true;
      }
    }
    return false;
  }

  /** Done when every step so far was made. */
  Future<?> settled(Slice slice) {
    if (!slice.busy && slice.steps.isEmpty()) {
      return Future.succeededFuture();
    }
    return step(slice, Future::<Void>succeededFuture);
  }

  /** Makes a part of the slice a hold of its own. */
  Future<HoldChange> carve(Slice slice, String part, Usd amount) {
    return step(slice, () -> lease.shared.carve(slice.id, part, amount))
        .onComplete(
            result -> {
              if (result.failed()) {
                lease.turns.decide(() -> abandon(slice, result.cause()));
              } else if (!(result.result() instanceof HoldChange.Changed)) {
                lease.turns.decide(
                    () -> abandon(slice, new IllegalStateException(result.result().toString())));
              }
            });
  }

  /** Made after all earlier steps of the slice, and repeated until there is an answer. */
  <T> Future<T> step(Slice slice, Supplier<Future<T>> call) {
    Promise<T> answer = Promise.promise();
    slice.steps.add(new Slice.Step<>(call, answer));
    lease.turns.afterwards(() -> drain(slice));
    return answer.future();
  }

  /** In a loop, since a ledger in memory would answer each step within the one before. */
  private void drain(Slice slice) {
    Slice.Step<?> next;
    do {
      next =
          lease.turns.decide(
              () -> {
                Slice.Step<?> first = slice.busy ? null : slice.steps.poll();
                slice.busy |= first != null;
                return first;
              });
    } while (next != null && madeAtOnce(slice, next));
  }

  private <T> boolean madeAtOnce(Slice slice, Slice.Step<T> step) {
    Future<T> made = lease.calls.persist(step.call());
    if (made.isComplete()) {
      made(slice, step, made);
      return true;
    }
    made.onComplete(
        result -> {
          made(slice, step, result);
          drain(slice);
        });
    return false;
  }

  private <T> void made(Slice slice, Slice.Step<T> step, AsyncResult<T> result) {
    // Its consequences first, since they may call the later steps off.
    step.answer().handle(result);
    lease.turns.decide(() -> slice.busy = false);
  }

  /**
   * Leaves a slice to the operator: it was not to be changed as it should, so that settling it
   * could free money that was spent. It becomes suspense when its lifetime is over.
   */
  private void abandon(Slice slice, Throwable cause) {
    log.error("lease {} cannot be settled; it becomes suspense", slice.id, cause);
    lease.abandoned.increment();
    slice.open = false;
    slice.over = true;
    slice.purse.slices.remove(slice);
    slices.remove(slice);
    List<Slice.Step<?>> off = List.copyOf(slice.steps);
    slice.steps.clear();
    off.forEach(step -> lease.turns.afterwards(() -> step.answer().tryFail(cause)));
  }

  private void tick() {
    ticking = false;
    long now = lease.nowMillis();
    for (Slice slice : all()) {
      slice.ticksIdle++;
      slice.ticksSinceRenewal++;
      if (now >= slice.openUntilMillis
          || now >= slice.livesUntilMillis
          || slice.ticksSinceRenewal >= lastTicks) {
        retire(slice);
      }
      if (slice.ticksIdle >= idleTicks && slice.free > 0) {
        giveBack(slice);
      }
      if (slice.ticksSinceRenewal >= renewalTicks && !slice.over && !slice.renewing) {
        renew(slice, now);
      }
    }
    onTick.run();
    keepTicking();
  }

  private void renew(Slice slice, long now) {
    slice.renewing = true;
    long until = now + lease.options.lifetime().toMillis();
    int ticks = slice.ticksSinceRenewal;
    step(slice, () -> lease.shared.extend(slice.id, Usd.ZERO, lease.options.lifetime()))
        .onComplete(
            result ->
                lease.turns.decide(
                    () -> {
                      slice.renewing = false;
                      if (result.succeeded() && result.result() instanceof HoldChange.Changed) {
                        slice.livesUntilMillis = until;
                        slice.ticksSinceRenewal -= ticks;
                      } else if (!slice.over) {
                        abandon(slice, new IllegalStateException("it could not be extended"));
                      }
                    }));
  }

  /** Sees to it that there is a tick while there is something to look after. */
  void keepTicking() {
    if (!ticking && !slices.isEmpty()) {
      ticking = true;
      lease.timers.schedule(tickNanos, () -> lease.turns.decide(this::tick));
    }
  }
}

package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A ledger that takes its time over some steps and remembers how often each hold was ended. */
final class RecordingLedger extends ForwardingLedger {
  final Map<String, Usd> held = new TreeMap<>();
  final Map<String, Integer> ended = new TreeMap<>();

  private final BudgetLedger ledger;
  private final VirtualTime time;
  private final RandomGenerator random;

  RecordingLedger(BudgetLedger ledger, VirtualTime time, RandomGenerator random) {
    super(ledger);
    this.ledger = ledger;
    this.time = time;
    this.random = random;
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return later(
        () ->
            ledger
                .reserve(id, scopes, amount, lifetime)
                .onSuccess(
                    answer -> {
                      if (answer instanceof Reservation.Held) {
                        held.put(id, amount);
                      }
                    }));
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return end(id, () -> ledger.settle(id, charged));
  }

  @Override
  public Future<Ending> release(String id) {
    return end(id, () -> ledger.release(id));
  }

  @Override
  public Future<Ending> suspend(String id) {
    return end(id, () -> ledger.suspend(id));
  }

  private Future<Ending> end(String id, Supplier<Future<Ending>> step) {
    ended.merge(id, 1, Integer::sum);
    return later(step);
  }

  private <T> Future<T> later(Supplier<Future<T>> step) {
    if (random.nextInt(4) != 0) {
      return step.get();
    }
    Promise<T> promise = Promise.promise();
    time.schedule(1 + random.nextInt(20_000_000), () -> step.get().onComplete(promise));
    return promise.future();
  }
}

package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.Reservation;
import dev.halftone.cost.Usd;
import dev.halftone.store.CallJournal.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Reserves, calls and settles, a few at a time, until it is stopped. Runs on one context. */
final class Payer {
  private static final int MOST_TRIES = 1_000;

  private final Vertx vertx;
  private final BudgetLedger ledger;
  private final CallJournal journal;
  private final String life;
  private final Demand demand;
  private final RandomGenerator random;
  private final Promise<Void> done = Promise.promise();
  private int number;
  private int busy;
  private boolean stopping;

  Payer(
      Vertx vertx,
      BudgetLedger ledger,
      CallJournal journal,
      String life,
      Demand demand,
      RandomGenerator random) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.journal = journal;
    this.life = life;
    this.demand = demand;
    this.random = random;
  }

  /** Ends after {@link #stop}, or fails with the first failure that is none of the ledger's own. */
  Future<Void> run() {
    for (busy = 0; busy < demand.slots(); busy++) {
      serve();
    }
    return done.future();
  }

  void stop() {
    stopping = true;
  }

  private void serve() {
    vertx.runOnContext(
        now -> {
          if (stopping) {
            busy--;
            if (busy == 0) {
              done.tryComplete();
            }
            return;
          }
          String id = life + "-" + ++number;
          request(id, demand.amount(random)).onComplete(ended -> serve(), done::tryFail);
        });
  }

  private Future<Void> request(String id, Usd amount) {
    Duration lifetime = Duration.ofMillis(demand.holdMillis());
    return untilAnswered(() -> ledger.reserve(id, demand.scopes(), amount, lifetime), 1)
        .compose(
            answer -> {
              if (answer instanceof Reservation.Refused) {
                journal.write(Kind.REFUSED, id, amount.nanos());
                return pause(random.nextInt(5, 15));
              }
              journal.write(Kind.HELD, id, amount.nanos());
              return call(id, amount);
            });
  }

  /** Most calls are billed; of some of either sort the answer is lost. */
  private Future<Void> call(String id, Usd amount) {
    boolean made = random.nextInt(6) > 0;
    boolean lost = random.nextInt(8) == 0;
    Usd charged = made ? Usd.ofNanos(amount.nanos() / 100 * random.nextInt(50, 101)) : Usd.ZERO;
    return travel()
        .compose(
            there -> {
              journal.write(made ? Kind.BILLED : Kind.FREE, id, charged.nanos());
              return travel();
            })
        .compose(back -> untilAnswered(() -> end(id, made, lost, charged), 1))
        .map(
            ending -> {
              if (ending == Ending.UNKNOWN) {
                throw new IllegalStateException("hold '%s' was lost".formatted(id));
              }
              boolean applied = !lost && ending == Ending.APPLIED;
              journal.write(applied ? Kind.APPLIED : Kind.ENDED, id, 0);
              return null;
            });
  }

  private Future<Ending> end(String id, boolean made, boolean lost, Usd charged) {
    if (lost) {
      return ledger.suspend(id);
    }
    return made ? ledger.settle(id, charged) : ledger.release(id);
  }

  private Future<Void> travel() {
    return pause(random.nextInt(demand.callMillis() / 8, demand.callMillis()));
  }

  private Future<Void> pause(int millis) {
    return vertx.timer(millis).mapEmpty();
  }

  /** A step that failed may have been made; repeating it with the same id is safe. */
  private <T> Future<T> untilAnswered(Supplier<Future<T>> step, int tries) {
    return step.get()
        .recover(
            failure ->
                tries < MOST_TRIES && mayPass(failure)
                    ? vertx.timer(10).compose(later -> untilAnswered(step, tries + 1))
                    : Future.failedFuture(failure));
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof LedgerUnavailableException
        || failure.getClass() == IllegalStateException.class;
  }
}

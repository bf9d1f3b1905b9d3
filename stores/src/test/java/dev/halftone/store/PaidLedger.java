package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** How a process that pays gets at its ledger. */
enum PaidLedger {
  /** Shared by processes, each step a round trip; the place is the server's address. */
  REDIS {
    @Override
    BudgetLedger open(Vertx vertx, String place, String life, Demand demand) {
      return redis(vertx, place, demand).await();
    }
  },
  /** The same server, of which each process leases slices. */
  LEASED {
    @Override
    BudgetLedger open(Vertx vertx, String place, String life, Demand demand) {
      LeaseOptions options =
          LeaseOptions.newBuilder()
              .sliceAmount(demand.slice())
              .lifetime(Duration.ofSeconds(3))
              .idleTime(Duration.ofMillis(300))
              .build();
      return LeasedLedger.create(
          redis(vertx, place, demand).await(),
          life,
          options,
          InstantSource.system(),
          Timers.of(vertx),
          new SecureRandom());
    }
  },
  /** Of one process at a time; the place is the file. */
  FILE {
    @Override
    BudgetLedger open(Vertx vertx, String place, String life, Demand demand) {
      BudgetLedger ledger =
          FileLedger.open(Path.of(place), demand.budgets(), InstantSource.system());
      for (BudgetState state : ledger.budgets().await()) {
        if (!state.held().isZero()) {
          throw new AssertionError("no suspense, although its process died: " + state);
        }
      }
      return ledger;
    }
  };

  /** Waits until it is open. */
  abstract BudgetLedger open(Vertx vertx, String place, String life, Demand demand);

  /** The server may be down just then. */
  static Future<RedisLedger> redis(Vertx vertx, String url, Demand demand) {
    return RedisLedger.connect(vertx, RedisLedgerOptions.at(url).build(), demand.budgets())
        .recover(
            failure ->
                failure instanceof LedgerUnavailableException
                    ? vertx.timer(10).compose(later -> redis(vertx, url, demand))
                    : Future.failedFuture(failure));
  }
}

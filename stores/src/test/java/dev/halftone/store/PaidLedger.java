package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** How a process that pays gets at its ledger. */
enum PaidLedger {
  /** Shared by processes, each step a round trip; the place is the server's address. */
  REDIS {
    @Override
    BudgetLedger open(Vertx vertx, String place, String life, Demand demand) {
      return redis(vertx, place, demand).await();
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

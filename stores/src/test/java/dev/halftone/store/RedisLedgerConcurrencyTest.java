package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerConcurrencyContract;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RedisLedgerConcurrencyTest extends LedgerConcurrencyContract {
  private final Vertx vertx = Vertx.vertx();
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.launch();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
    server.close();
  }

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return RedisLedger.connect(vertx, RedisLedgerOptions.at(server.url()).build(), budgets).await();
  }

  @Override
  protected int rounds() {
    return 400;
  }
}

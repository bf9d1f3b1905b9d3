package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerConcurrencyContract;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class RedisLedgerConcurrencyTest extends LedgerConcurrencyContract {
  private LaunchedRedis redis;

  @BeforeEach
  void start() {
    redis = LaunchedRedis.launch();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return RedisLedger.connect(redis.vertx(), redis.options("raced"), budgets).await();
  }

  @Override
  protected int rounds() {
    return 400;
  }
}

package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.HistoryContract;
import dev.halftone.cost.Usd;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The ledgers' contract on a real Redis, as far as it needs no movable clock: the server's time is
 * the ledger's, and there is no way to shift it. The rest of the contract runs on the same scripts
 * in a simulated server.
 */
class RedisLedgerContractTest extends HistoryContract {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static LaunchedRedis redis;

  private final List<BudgetLedger> open = new ArrayList<>();

  @BeforeAll
  static void start() {
    redis = LaunchedRedis.launch();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @AfterEach
  void closeLedgers() {
    open.forEach(ledger -> get(ledger.close()));
  }

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    RedisLedgerOptions options = redis.options("test" + NAMES.incrementAndGet());
    BudgetLedger ledger = get(RedisLedger.connect(redis.vertx(), options, budgets));
    open.add(ledger);
    return ledger;
  }

  @Test
  void reserve_idThatIsNoText_throwsAtOnce() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL));
    assertThatThrownBy(() -> ledger.reserve("\ud800", List.of(ORG), Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id of a hold");
    assertThatThrownBy(() -> ledger.carve("a", "\ud800", Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id of a part");
  }
}

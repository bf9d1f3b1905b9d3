package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.LedgerAudit;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.router.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every script runs twice, since its first answer is lost on the way. */
class LostAnswersTest {
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Window TOTAL = new Window.Total();

  private LaunchedRedis redis;
  private RedisLedger ledger;

  @BeforeEach
  void start() {
    redis = LaunchedRedis.launch();
    ledger =
        new RedisLedger(
            new Losing(redis.scripts()),
            redis.options("lossy"),
            Timers.of(redis.vertx()),
            new Random(1),
            InstantSource.system());
    ledger.put(new Budget(TEAM, usd(100), TOTAL)).await();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void everyStep_isMadeOnceAndKnowsItsOwnRepetition() {
    for (String id : List.of("a", "b", "c")) {
      assertThat(ledger.reserve(id, List.of(TEAM), usd(20)).await())
          .isEqualTo(new Reservation.Held(id, usd(20)));
    }
    assertThat(ledger.extend("a", usd(30), Duration.ofHours(1)).await())
        .isEqualTo(new HoldChange.Changed(new Reservation.Held("a", usd(30))));
    assertThat(ledger.carve("a", "part", usd(5)).await())
        .isEqualTo(new HoldChange.Changed(new Reservation.Held("part", usd(5))));
    assertThat(ledger.settle("a", usd(24)).await()).isEqualTo(Ending.APPLIED);
    assertThat(ledger.release("b").await()).isEqualTo(Ending.APPLIED);
    assertThat(ledger.suspend("c").await()).isEqualTo(Ending.APPLIED);
    assertThat(ledger.resolve("c", usd(1)).await()).isEqualTo(Ending.APPLIED);
    BudgetState state = ledger.budgets().await().get(0);
    assertThat(state.spent()).isEqualTo(usd(25));
    assertThat(state.held()).isEqualTo(usd(5));
    assertThat(state.suspense()).isEqualTo(usd(0));
    LedgerAudit.explains(ledger);
  }

  @Test
  void secondEnding_byAnotherCall_isStillToldSo() {
    ledger.reserve("a", List.of(TEAM), usd(20)).await();
    ledger.suspend("a").await();
    assertThat(ledger.suspend("a").await()).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(ledger.settle("a", usd(20)).await()).isEqualTo(Ending.ALREADY_ENDED);
    ledger.resolve("a", usd(20)).await();
    assertThat(ledger.resolve("a", usd(20)).await()).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(ledger.budgets().await().get(0).spent()).isEqualTo(usd(20));
  }

  @Test
  void limits_areSetAndTakenAwayOnce() {
    ledger.put(new Budget(TEAM, usd(50), TOTAL)).await();
    assertThat(ledger.remove(TEAM, TOTAL).await()).isTrue();
    assertThat(ledger.remove(TEAM, TOTAL).await()).isFalse();
    assertThat(ledger.history(HistoryQuery.all()).await().entries())
        .extracting(LedgerEntry::kind)
        .containsExactly(Kind.BUDGET_SET, Kind.BUDGET_SET, Kind.BUDGET_REMOVED);
  }

  private static Usd usd(long dollars) {
    return Usd.ofNanos(dollars * 1_000_000_000);
  }

  private static final class Losing extends ForwardingScripts {
    private boolean lost;

    Losing(Scripts scripts) {
      super(scripts);
    }

    @Override
    public Future<List<Object>> run(RedisStep step, List<String> keys, List<String> args) {
      lost = !lost;
      Future<List<Object>> made = super.run(step, keys, args);
      return lost
          ? made.compose(answer -> Future.failedFuture(new IllegalStateException("lost")))
          : made;
    }
  }
}

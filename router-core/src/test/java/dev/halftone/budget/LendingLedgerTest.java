package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The ledger in memory, whose budgets lend all the room they have at any time. */
class LendingLedgerTest extends LedgerContract {
  private static final Lending ALWAYS = new Lending(0, 0);
  private static final int THREADS = 8;

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return create(budgets, clock);
  }

  static InMemoryLedger create(List<Budget> budgets, InstantSource clock) {
    return InMemoryLedger.create(budgets, clock, InMemoryLedger.REMEMBERED_ENDINGS, ALWAYS);
  }

  @Test
  void period_idle_lendsOnceItWasLookedAt() {
    Period period = Period.first(budget(TEAM, "1", TOTAL), ALWAYS);
    assertThat(period.till()).isNull();
    period.state(0);
    assertThat(period.till()).isNotNull();
  }

  @Test
  void period_rolling_neverLends() {
    Period period =
        Period.first(budget(TEAM, "1", new Window.Rolling(Duration.ofHours(1))), ALWAYS);
    period.state(0);
    assertThat(period.till()).isNull();
  }

  @Test
  void period_roomForFewHolds_takesItBack() {
    Period period = Period.first(budget(TEAM, "1", TOTAL), new Lending(0, 64));
    period.state(0);
    Till till = Objects.requireNonNull(period.till());
    period.lock();
    period.hold(usd("0.50").nanos(), 0);
    period.unlock();
    assertThat(period.till()).isNull();
    assertThat(till.fits(0)).isFalse();
    assertThat(till.canCharge(false, 1, 1)).isFalse();
  }

  @Test
  void reserve_reachesShares_warnsAtOnceOfEach() {
    Budget budget = new Budget(TEAM, usd("100"), TOTAL, List.of(20, 50, 100));
    InMemoryLedger ledger = create(List.of(budget), clock);
    List<String> warned = new ArrayList<>();
    for (int cent = 1; cent <= 10_000; cent++) {
      Reservation held = get(ledger.reserve("id" + cent, List.of(TEAM), usd("0.01")));
      for (BudgetWarning warning : ((Reservation.Held) held).warnings()) {
        warned.add(cent + ": " + warning.percent() + " % at $" + warning.committed());
      }
    }
    assertThat(warned)
        .containsExactly(
            "2000: 20 % at $20.000000", "5000: 50 % at $50.000000", "10000: 100 % at $100.000000");
  }

  @Test
  void reserve_byManyThreads_usesTheLastCentAndNoMore() throws Exception {
    int cents = 10_000;
    InMemoryLedger ledger = create(List.of(budget(TEAM, "100", TOTAL)), clock);
    List<Callable<Void>> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String prefix = "t" + t + "-";
      threads.add(
          () -> {
            for (int i = 0; i < cents; i++) {
              if (get(ledger.reserve(prefix + i, List.of(TEAM), usd("0.01")))
                  instanceof Reservation.Held held) {
                get(ledger.settle(held.id(), i % 2 == 0 ? usd("0.01") : usd("0.005")));
              }
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    for (Future<Void> done : pool.invokeAll(threads, 1, TimeUnit.MINUTES)) {
      done.get();
    }
    pool.shutdown();
    BudgetState state = get(ledger.budgets()).get(0);
    assertThat(state.held()).isEqualTo(usd("0"));
    // Half a cent may be left, for which nobody asked.
    assertThat(state.spent()).isBetween(usd("99.995"), usd("100"));
    LedgerAudit.explains(ledger);
  }
}

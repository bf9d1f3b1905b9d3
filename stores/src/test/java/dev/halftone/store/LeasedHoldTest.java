package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HoldContract;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds as the contract has them, from slices no larger than what is asked. */
class LeasedHoldTest extends HoldContract {
  private static final Usd MOST = Usd.ofNanos(Long.MAX_VALUE);

  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return ReturningLedger.create(budgets, Usd.ofNanos(1), clock);
  }

  /** The shared ledger alone knows which scopes have limits. */
  @Test
  void reserve_scopeWithoutABudget_failsTheFutureAndThrowsNothing() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL));
    Future<Reservation> answer = ledger.reserve("a", List.of(ORG, RUN), usd("1"));
    assertThat(answer.cause())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("run:nightly-42", "org:acme");
    stands(ledger, 0, "0", "0", "0");
  }

  @Test
  void settle_chargeBeyondTheRangeOfMoneyOfItsOnlyScope_failsAndLeavesTheHoldInSuspense() {
    BudgetLedger ledger = ledger(budget(TEAM, "5", TOTAL));
    held(ledger, "other", "1", TEAM);
    held(ledger, "a", "2", TEAM);
    assertThatThrownBy(() -> get(ledger.settle("a", MOST))).isInstanceOf(ArithmeticException.class);
    stands(ledger, 0, "0", "1", "2");
    assertThat(get(ledger.settle("a", usd("3")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.settle("a", usd("3")))).isEqualTo(Ending.ALREADY_ENDED);
    stands(ledger, 0, "3", "1", "0");
  }

  /**
   * Each scope has a slice of its own: the charge is recorded on the one that can bear it, and the
   * hold stays in suspense on the one that cannot, so that no money comes free.
   */
  @Test
  @Override
  public void settle_chargeBeyondTheRangeOfMoney_failsAndKeepsTheHold() {
    BudgetLedger ledger = ledger(budget(ORG, "5", TOTAL), budget(TEAM, "5", TOTAL));
    held(ledger, "other", "1", TEAM);
    held(ledger, "a", "1", ORG, TEAM);
    assertThatThrownBy(() -> get(ledger.settle("a", MOST))).isInstanceOf(ArithmeticException.class);
    stands(ledger, 0, MOST.toString(), "0", "0");
    stands(ledger, 1, "0", "1", "1");
    assertThat(get(ledger.suspended()))
        .containsExactly(new Suspense("a@team:growth", List.of(TEAM), usd("1"), clock.instant()));
    assertThat(get(ledger.suspend("a"))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.resolve("a", usd("2")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.resolve("a", usd("2")))).isEqualTo(Ending.ALREADY_ENDED);
    stands(ledger, 0, MOST.toString(), "0", "0");
    stands(ledger, 1, "2", "1", "0");
    assertThat(get(ledger.settle("other", usd("1")))).isEqualTo(Ending.APPLIED);
  }
}

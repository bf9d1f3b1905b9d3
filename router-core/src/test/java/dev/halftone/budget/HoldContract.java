package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Usd;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger must do with one hold: reserve it, refuse it, end it once. */
public abstract class HoldContract extends LedgerHarness {
  @Test
  public void reserve_withRoom_holdsTheAmount() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.40", TEAM);
    held(ledger, "b", "0.60", TEAM);
    stands(ledger, 0, "0", "1", "0");
  }

  @Test
  public void reserve_withoutRoom_refusesWithEveryFigureAndShrinksNothing() {
    Budget budget = budget(TEAM, "1", TOTAL);
    BudgetLedger ledger = ledger(budget);
    held(ledger, "spent", "0.20", TEAM);
    get(ledger.settle("spent", usd("0.10")));
    held(ledger, "lost", "0.30", TEAM);
    get(ledger.suspend("lost"));
    held(ledger, "held", "0.40", TEAM);
    assertThat(refused(ledger, "big", "0.200000001", TEAM))
        .isEqualTo(
            new Reservation.Refused(
                budget, usd("0.10"), usd("0.40"), usd("0.30"), usd("0.200000001")));
    stands(ledger, 0, "0.10", "0.40", "0.30");
    assertThat(get(ledger.budgets()).get(0).refusals()).isEqualTo(1);
    held(ledger, "fits", "0.20", TEAM);
  }

  @Test
  public void reserve_refusedByOneScope_holdsOnNone() {
    BudgetLedger ledger = ledger(budget(ORG, "10", TOTAL), budget(TEAM, "1", TOTAL));
    assertThat(refused(ledger, "a", "2", TEAM, ORG).budget().scope()).isEqualTo(TEAM);
    stands(ledger, 0, "0", "0", "0");
    stands(ledger, 1, "0", "0", "0");
    assertThat(get(ledger.settle("a", usd("2")))).isEqualTo(Ending.UNKNOWN);
  }

  @Test
  public void reserve_refusedBySeveral_namesAndCountsTheFirstInScopeOrder() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL), budget(ORG, "1", TOTAL));
    assertThat(refused(ledger, "a", "2", TEAM, ORG).budget().scope()).isEqualTo(ORG);
    assertThat(get(ledger.budgets())).extracting(BudgetState::refusals).containsExactly(1L, 0L);
  }

  @Test
  public void reserve_sameIdAgain_isTheSameReservation() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.60", ORG, TEAM);
    held(ledger, "a", "0.60", TEAM, ORG);
    stands(ledger, 0, "0", "0.60", "0");
    get(ledger.settle("a", usd("0.50")));
    held(ledger, "a", "0.60", ORG, TEAM);
    stands(ledger, 0, "0.50", "0", "0");
  }

  @Test
  public void reserve_sameIdForSomethingElse_fails() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.10", ORG);
    assertThatThrownBy(() -> reserve(ledger, "a", "0.20", ORG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'a'", "0.10", "0.20");
    assertThatThrownBy(() -> reserve(ledger, "a", "0.10", TEAM))
        .isInstanceOf(IllegalArgumentException.class);
    stands(ledger, 0, "0", "0.10", "0");
    stands(ledger, 1, "0", "0", "0");
  }

  @Test
  public void reserve_refusedIdAgain_isTriedAgain() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "first", "0.90", TEAM);
    refused(ledger, "a", "0.50", TEAM);
    get(ledger.release("first"));
    held(ledger, "a", "0.50", TEAM);
  }

  @Test
  public void reserve_nothing_isHeldUpToTheLimit() {
    BudgetLedger ledger = ledger(budget(TEAM, "0", TOTAL));
    held(ledger, "a", "0", TEAM);
    assertThat(get(ledger.settle("a", Usd.ZERO))).isEqualTo(Ending.APPLIED);
    refused(ledger, "b", "0.000000001", TEAM);
  }

  @Test
  public void reserve_noScopes_isAlwaysHeldAndEndsOnce() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "9000000000");
    assertThat(get(ledger.settle("a", usd("1")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.settle("a", usd("1")))).isEqualTo(Ending.ALREADY_ENDED);
    stands(ledger, 0, "0", "0", "0");
  }

  @Test
  public void reserve_sumBeyondTheRangeOfMoney_refuses() {
    BudgetLedger ledger = ledger(new Budget(TEAM, Usd.ofNanos(Long.MAX_VALUE), TOTAL));
    held(ledger, "a", "9000000000", TEAM);
    refused(ledger, "b", "9000000000", TEAM);
    assertThat(get(ledger.reserve("c", List.of(TEAM), Usd.ofNanos(Long.MAX_VALUE))))
        .isInstanceOf(Reservation.Refused.class);
    stands(ledger, 0, "0", "9000000000", "0");
  }

  /** At once, or by a failed future where limits are kept elsewhere. */
  @Test
  public void reserve_scopeWithoutABudget_failsNamingThoseThatHaveOne() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    for (String amount : List.of("0", "0.40")) {
      assertThatThrownBy(() -> reserve(ledger, "a", amount, ORG, RUN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("run:nightly-42", "org:acme", "team:growth");
      stands(ledger, 0, "0", "0", "0");
      assertThat(get(ledger.release("a"))).isEqualTo(Ending.UNKNOWN);
    }
    held(ledger, "a", "1", ORG);
  }

  @Test
  public void misuse_throwsAtOnce() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    assertThatThrownBy(() -> ledger.reserve("a", List.of(ORG, TEAM, ORG), Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("org:acme");
    assertThatThrownBy(() -> ledger.reserve("a", List.of(ORG), Usd.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.reserve("", List.of(ORG), Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    String tooLong = "x".repeat(BudgetLedger.MAX_ID_LENGTH + 1);
    assertThatThrownBy(() -> ledger.reserve(tooLong, List.of(ORG), Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.settle("a", Usd.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.resolve("a", Usd.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    stands(ledger, 0, "0", "0", "0");
    assertThat(get(ledger.release("a"))).isEqualTo(Ending.UNKNOWN);
  }

  @Test
  public void settle_belowOrEqualToTheHold_freesTheRest() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "below", "0.50", TEAM);
    held(ledger, "equal", "0.50", TEAM);
    assertThat(get(ledger.settle("below", usd("0.20")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.settle("equal", usd("0.50")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.70", "0", "0");
    assertThat(get(ledger.budgets()).get(0).overrun()).isEqualTo(Usd.ZERO);
    held(ledger, "rest", "0.30", TEAM);
  }

  @Test
  public void settle_aboveTheHold_isRecordedInFullAndStopsAdmission() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL), budget(ORG, "10", TOTAL));
    held(ledger, "a", "0.90", TEAM, ORG);
    held(ledger, "b", "0.10", TEAM);
    assertThat(get(ledger.settle("a", usd("1.50")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "1.50", "0", "0");
    stands(ledger, 1, "1.50", "0.10", "0");
    assertThat(get(ledger.budgets()))
        .extracting(BudgetState::overrun)
        .containsExactly(usd("0.60"), usd("0.60"));
    refused(ledger, "c", "0", TEAM);
    refused(ledger, "c", "0.01", TEAM, ORG);
    get(ledger.release("b"));
    refused(ledger, "c", "0", TEAM);
    held(ledger, "c", "8.50", ORG);
  }

  @Test
  public void settle_chargeBeyondTheRangeOfMoney_failsAndKeepsTheHold() {
    BudgetLedger ledger = ledger(budget(ORG, "5", TOTAL), budget(TEAM, "5", TOTAL));
    held(ledger, "other", "1", TEAM);
    held(ledger, "a", "1", ORG, TEAM);
    assertThatThrownBy(() -> get(ledger.settle("a", Usd.ofNanos(Long.MAX_VALUE))))
        .isInstanceOf(ArithmeticException.class);
    stands(ledger, 0, "0", "1", "0");
    stands(ledger, 1, "0", "2", "0");
    assertThat(get(ledger.suspend("a"))).isEqualTo(Ending.APPLIED);
  }

  @Test
  public void release_freesTheHold() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "1", TEAM);
    assertThat(get(ledger.release("a"))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0", "0", "0");
  }

  @Test
  public void ending_secondTime_changesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.50", TEAM);
    get(ledger.settle("a", usd("0.30")));
    assertThat(get(ledger.settle("a", usd("0.40")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(ledger.release("a"))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(ledger.suspend("a"))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(ledger.resolve("a", usd("0.40")))).isEqualTo(Ending.ALREADY_ENDED);
    stands(ledger, 0, "0.30", "0", "0");
  }

  @Test
  public void ending_unknownId_changesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    assertThat(get(ledger.settle("x", usd("1")))).isEqualTo(Ending.UNKNOWN);
    assertThat(get(ledger.release("x"))).isEqualTo(Ending.UNKNOWN);
    assertThat(get(ledger.suspend("x"))).isEqualTo(Ending.UNKNOWN);
    assertThat(get(ledger.resolve("x", usd("1")))).isEqualTo(Ending.UNKNOWN);
    stands(ledger, 0, "0", "0", "0");
  }

  @Test
  public void resolve_holdStillInFlight_isUnknown() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.80", TEAM);
    assertThat(get(ledger.resolve("a", Usd.ZERO))).isEqualTo(Ending.UNKNOWN);
    stands(ledger, 0, "0", "0.80", "0");
  }

  @Test
  public void resolve_aboveTheSuspense_isAnOverrun() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.80", TEAM);
    get(ledger.suspend("a"));
    get(ledger.resolve("a", usd("1.30")));
    stands(ledger, 0, "1.30", "0", "0");
    assertThat(get(ledger.budgets()).get(0).overrun()).isEqualTo(usd("0.50"));
  }

  @Test
  public void budgets_areInScopeOrder() {
    Budget total = budget(TEAM, "2", TOTAL);
    Budget day = budget(TEAM, "1", DAY);
    Budget org = budget(ORG, "1", TOTAL);
    assertThat(get(ledger(total, org, day).budgets()))
        .extracting(BudgetState::budget)
        .containsExactly(org, total, day);
  }
}

package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger must do with limits that change while it runs, and with those that warn. */
public abstract class RuntimeLimitContract extends ExtensionContract {
  @Test
  public void put_newScope_isAdmittedFromThenOn() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    get(ledger.put(budget(ORG, "2", TOTAL)));
    held(ledger, "a", "1", TEAM, ORG);
    stands(ledger, 0, "0", "1", "0");
    refused(ledger, "b", "1.01", ORG);
    assertThat(get(ledger.budgets()))
        .extracting(BudgetState::budget)
        .containsExactly(budget(ORG, "2", TOTAL), budget(TEAM, "1", TOTAL));
  }

  @Test
  public void put_otherWindow_countsWhatIsReservedFromThenOn() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "before", "0.40", TEAM);
    get(ledger.put(budget(TEAM, "0.50", DAY)));
    stands(ledger, 1, "0", "0", "0");
    held(ledger, "after", "0.50", TEAM);
    assertThat(refused(ledger, "b", "0.01", TEAM).budget().window()).isEqualTo(DAY);
    get(ledger.settle("before", usd("0.30")));
    stands(ledger, 0, "0.30", "0.50", "0");
    stands(ledger, 1, "0", "0.50", "0");
  }

  @Test
  public void put_sameWindow_keepsTheMoneyThatStandsOnIt() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL), budget(TEAM, "9", DAY));
    held(ledger, "spent", "0.20", TEAM);
    get(ledger.settle("spent", usd("0.10")));
    held(ledger, "a", "0.60", TEAM);
    refused(ledger, "b", "0.60", TEAM);
    get(ledger.put(budget(TEAM, "2", TOTAL)));
    stands(ledger, 0, "0.10", "0.60", "0");
    assertThat(get(ledger.budgets()).get(0).refusals()).isEqualTo(1);
    assertThat(get(ledger.budgets()))
        .extracting(BudgetState::budget)
        .containsExactly(budget(TEAM, "2", TOTAL), budget(TEAM, "9", DAY));
    held(ledger, "b", "1.30", TEAM);
    assertThat(refused(ledger, "c", "0.01", TEAM).budget()).isEqualTo(budget(TEAM, "2", TOTAL));
  }

  @Test
  public void put_belowWhatStands_refusesUntilThereIsRoomAgain() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.80", TEAM);
    get(ledger.put(budget(TEAM, "0.50", TOTAL)));
    refused(ledger, "b", "0", TEAM);
    get(ledger.settle("a", usd("0.30")));
    stands(ledger, 0, "0.30", "0", "0");
    refused(ledger, "b", "0.21", TEAM);
    held(ledger, "b", "0.20", TEAM);
  }

  @Test
  public void remove_lastLimit_makesTheScopeUnknownAndLetsHoldsEnd() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.40", ORG, TEAM);
    held(ledger, "b", "0.40", ORG, TEAM);
    assertThat(get(ledger.remove(TEAM, DAY))).isFalse();
    assertThat(get(ledger.remove(TEAM, TOTAL))).isTrue();
    assertThat(get(ledger.remove(TEAM, TOTAL))).isFalse();
    assertThat(get(ledger.remove(RUN, TOTAL))).isFalse();
    assertThat(get(ledger.budgets())).hasSize(1);
    assertThatThrownBy(() -> reserve(ledger, "c", "0", TEAM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("team:growth");
    assertThat(get(ledger.settle("a", usd("0.30")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.30", "0.40", "0");
    get(ledger.put(budget(TEAM, "2", TOTAL)));
    stands(ledger, 1, "0", "0", "0");
    assertThat(get(ledger.settle("b", usd("0.40")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.70", "0", "0");
    stands(ledger, 1, "0", "0", "0");
    held(ledger, "c", "2", TEAM);
  }

  @Test
  public void remove_oneOfTwo_leavesTheOther() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", DAY), budget(TEAM, "2", TOTAL));
    held(ledger, "a", "0.40", TEAM);
    assertThat(get(ledger.remove(TEAM, DAY))).isTrue();
    stands(ledger, 0, "0", "0.40", "0");
    held(ledger, "b", "1.60", TEAM);
    get(ledger.put(budget(TEAM, "1", DAY)));
    assertThat(get(ledger.budgets()))
        .extracting(BudgetState::budget)
        .containsExactly(budget(TEAM, "2", TOTAL), budget(TEAM, "1", DAY));
    stands(ledger, 1, "0", "0", "0");
    assertThat(get(ledger.release("a"))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0", "1.60", "0");
    stands(ledger, 1, "0", "0", "0");
  }

  @Test
  public void budgets_ofSomeScopes_leavesOutTheOthers() {
    Budget total = budget(TEAM, "2", TOTAL);
    Budget day = budget(TEAM, "1", DAY);
    Budget org = budget(ORG, "1", TOTAL);
    BudgetLedger ledger = ledger(total, org, day);
    assertThat(get(ledger.budgets(List.of(TEAM, RUN))))
        .extracting(BudgetState::budget)
        .containsExactly(total, day);
    assertThat(get(ledger.budgets(List.of(TEAM, ORG))))
        .extracting(BudgetState::budget)
        .containsExactly(org, total, day);
    assertThat(get(ledger.budgets(List.of()))).isEmpty();
  }

  @Test
  public void warning_shareReached_isGivenOnce() {
    Budget budget = warning("1", 50, 80, 100);
    BudgetLedger ledger = ledger(budget);
    held(ledger, "below", "0.499999999", TEAM);
    assertThat(warnings(ledger, "a", "0.000000001"))
        .containsExactly(new BudgetWarning(budget, 50, usd("0.50")));
    held(ledger, "a", "0.000000001", TEAM);
    held(ledger, "b", "0.10", TEAM);
    get(ledger.release("below"));
    held(ledger, "below2", "0.499999999", TEAM);
    assertThat(warnings(ledger, "c", "0.40"))
        .containsExactly(new BudgetWarning(budget, 100, usd("1")));
    get(ledger.release("c"));
    held(ledger, "d", "0.30", TEAM);
  }

  @Test
  public void warning_ofSeveralBudgets_comesInScopeOrder() {
    Budget team = warning("1", 30);
    Budget org = new Budget(ORG, usd("1"), TOTAL, List.of(10, 20));
    BudgetLedger ledger = ledger(team, org);
    assertThat(get(ledger.reserve("a", List.of(TEAM, ORG), usd("0.30"))))
        .isEqualTo(
            new Reservation.Held(
                "a",
                usd("0.30"),
                List.of(
                    new BudgetWarning(org, 20, usd("0.30")),
                    new BudgetWarning(team, 30, usd("0.30")))));
  }

  @Test
  public void warning_refusedReservation_givesNone() {
    Budget team = warning("1", 50);
    BudgetLedger ledger = ledger(team, budget(RUN, "0.10", TOTAL), budget(ORG, "0.10", TOTAL));
    refused(ledger, "a", "0.60", TEAM, RUN);
    refused(ledger, "a", "0.60", TEAM, ORG);
    assertThat(warnings(ledger, "b", "0.60"))
        .containsExactly(new BudgetWarning(team, 50, usd("0.60")));
  }

  @Test
  public void warning_byExtension_isGivenOnce() {
    Budget budget = warning("1", 50);
    BudgetLedger ledger = ledger(budget);
    held(ledger, "a", "0.40", TEAM);
    assertThat(changed(ledger.extend("a", usd("0.60"), Duration.ofMinutes(1))).warnings())
        .containsExactly(new BudgetWarning(budget, 50, usd("0.60")));
    assertThat(changed(ledger.extend("a", usd("0.60"), Duration.ofMinutes(1))).warnings())
        .isEmpty();
    assertThat(changed(ledger.extend("a", usd("0.70"), Duration.ofMinutes(1))).warnings())
        .isEmpty();
  }

  @Test
  public void warning_limitSetAnew_isArmedAgain() {
    BudgetLedger ledger = ledger(warning("1", 50));
    assertThat(warnings(ledger, "a", "0.50")).hasSize(1);
    Budget anew = warning("1.20", 50);
    get(ledger.put(anew));
    assertThat(warnings(ledger, "b", "0.10"))
        .containsExactly(new BudgetWarning(anew, 50, usd("0.60")));
    held(ledger, "c", "0.10", TEAM);
  }

  @Test
  public void warning_hugeLimit_isExact() {
    Budget budget = new Budget(TEAM, Usd.ofNanos(Long.MAX_VALUE), TOTAL, List.of(99));
    long share = 9131138316486228049L;
    BudgetLedger ledger = ledger(budget);
    assertThat(get(ledger.reserve("a", List.of(TEAM), Usd.ofNanos(share - 1))))
        .isEqualTo(new Reservation.Held("a", Usd.ofNanos(share - 1)));
    assertThat(get(ledger.reserve("b", List.of(TEAM), Usd.ofNanos(1))))
        .isEqualTo(
            new Reservation.Held(
                "b", Usd.ofNanos(1), List.of(new BudgetWarning(budget, 99, Usd.ofNanos(share)))));
  }

  private static Budget warning(String limit, Integer... percents) {
    return new Budget(TEAM, usd(limit), TOTAL, List.of(percents));
  }

  private static List<BudgetWarning> warnings(BudgetLedger ledger, String id, String amount) {
    Reservation answer = reserve(ledger, id, amount, TEAM);
    assertThat(answer).isInstanceOf(Reservation.Held.class);
    return ((Reservation.Held) answer).warnings();
  }
}

package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger must do with a hold that grows, or of which a part is taken. */
public abstract class ExtensionContract extends HoldContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  public void extend_withRoom_holdsMoreOnEveryScope() {
    BudgetLedger ledger = ledger(budget(ORG, "10", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.40", TEAM, ORG);
    assertThat(changed(ledger.extend("a", usd("0.90"), MINUTE)))
        .isEqualTo(new Reservation.Held("a", usd("0.90")));
    stands(ledger, 0, "0", "0.90", "0");
    stands(ledger, 1, "0", "0.90", "0");
    assertThat(get(ledger.settle("a", usd("0.80")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.80", "0", "0");
    assertThat(get(ledger.budgets()).get(0).overrun()).isEqualTo(Usd.ZERO);
  }

  @Test
  public void extend_toLessOrTheSame_changesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.40", TEAM);
    changed(ledger.extend("a", usd("0.60"), MINUTE));
    assertThat(changed(ledger.extend("a", usd("0.60"), MINUTE)).amount()).isEqualTo(usd("0.60"));
    assertThat(changed(ledger.extend("a", Usd.ZERO, MINUTE)).amount()).isEqualTo(usd("0.60"));
    stands(ledger, 0, "0", "0.60", "0");
  }

  @Test
  public void extend_withoutRoomOnOneScope_changesNone() {
    BudgetLedger ledger = ledger(budget(ORG, "10", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.40", TEAM, ORG);
    held(ledger, "b", "0.30", TEAM);
    assertThat(get(ledger.extend("a", usd("0.80"), MINUTE)))
        .isEqualTo(
            new HoldChange.Refused(
                new Reservation.Refused(
                    budget(TEAM, "1", TOTAL), Usd.ZERO, usd("0.70"), Usd.ZERO, usd("0.40"))));
    stands(ledger, 0, "0", "0.40", "0");
    stands(ledger, 1, "0", "0.70", "0");
    assertThat(get(ledger.budgets())).extracting(BudgetState::refusals).containsExactly(0L, 1L);
    changed(ledger.extend("a", usd("0.70"), MINUTE));
  }

  @Test
  public void extend_overdrawnBudget_stillLivesLonger() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.10", TEAM);
    held(ledger, "b", "0.10", TEAM);
    get(ledger.settle("b", usd("5")));
    assertThat(changed(ledger.extend("a", usd("0.10"), MINUTE)).amount()).isEqualTo(usd("0.10"));
    assertThat(get(ledger.extend("a", usd("0.11"), MINUTE))).isInstanceOf(HoldChange.Refused.class);
  }

  @Test
  public void extend_beyondTheRangeOfMoney_refuses() {
    BudgetLedger ledger = ledger(new Budget(TEAM, Usd.ofNanos(Long.MAX_VALUE), TOTAL));
    held(ledger, "a", "9000000000", TEAM);
    held(ledger, "b", "1", TEAM);
    assertThat(get(ledger.extend("b", Usd.ofNanos(Long.MAX_VALUE), MINUTE)))
        .isInstanceOf(HoldChange.Refused.class);
    stands(ledger, 0, "0", "9000000001", "0");
  }

  @Test
  public void extend_notInFlight_changesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    assertThat(get(ledger.extend("x", usd("1"), MINUTE)))
        .isEqualTo(new HoldChange.NotHeld(Ending.UNKNOWN));
    held(ledger, "ended", "0.10", TEAM);
    get(ledger.release("ended"));
    held(ledger, "lost", "0.20", TEAM);
    get(ledger.suspend("lost"));
    for (String id : List.of("ended", "lost")) {
      assertThat(get(ledger.extend(id, usd("1"), MINUTE)))
          .isEqualTo(new HoldChange.NotHeld(Ending.ALREADY_ENDED));
    }
    stands(ledger, 0, "0", "0", "0.20");
  }

  @Test
  public void reserve_extendedOrCarvedId_isStillTheSameReservation() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.40", TEAM);
    changed(ledger.extend("a", usd("0.60"), MINUTE));
    held(ledger, "a", "0.40", TEAM);
    changed(ledger.carve("a", "part", usd("0.50")));
    held(ledger, "a", "0.40", TEAM);
    assertThatThrownBy(() -> reserve(ledger, "a", "0.60", TEAM))
        .isInstanceOf(IllegalArgumentException.class);
    stands(ledger, 0, "0", "0.60", "0");
  }

  @Test
  public void carve_part_isAHoldOfItsOwn() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "1", TEAM, ORG);
    assertThat(changed(ledger.carve("a", "part", usd("0.30"))))
        .isEqualTo(new Reservation.Held("part", usd("0.30")));
    stands(ledger, 0, "0", "1", "0");
    assertThat(get(ledger.settle("part", usd("0.35")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.35", "0.70", "0");
    assertThat(get(ledger.budgets()).get(0).overrun()).isEqualTo(usd("0.05"));
    assertThat(get(ledger.release("a"))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.35", "0", "0");
    stands(ledger, 1, "0.35", "0", "0");
  }

  @Test
  public void carve_all_leavesAHoldOfNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.60", TEAM);
    changed(ledger.carve("a", "nothing", Usd.ZERO));
    changed(ledger.carve("a", "all", usd("0.60")));
    assertThat(get(ledger.suspend("all"))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.settle("a", usd("0.10")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.release("nothing"))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.10", "0", "0.60");
  }

  @Test
  public void carve_again_changesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.60", TEAM);
    changed(ledger.carve("a", "part", usd("0.40")));
    changed(ledger.carve("a", "part", usd("0.40")));
    stands(ledger, 0, "0", "0.60", "0");
    get(ledger.settle("part", usd("0.10")));
    changed(ledger.carve("a", "part", usd("0.40")));
    get(ledger.release("a"));
    assertThat(changed(ledger.carve("a", "part", usd("0.40"))))
        .isEqualTo(new Reservation.Held("part", usd("0.40")));
    stands(ledger, 0, "0.10", "0", "0");
  }

  @Test
  public void carve_takenIdOrTooMuch_failsAndChangesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.50", TEAM);
    held(ledger, "b", "0.10", TEAM);
    changed(ledger.carve("a", "part", usd("0.20")));
    assertThatThrownBy(() -> get(ledger.carve("a", "b", usd("0.10"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'b'");
    assertThatThrownBy(() -> get(ledger.carve("a", "a", usd("0.10"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> get(ledger.carve("a", "part", usd("0.10"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> get(ledger.carve("b", "part", usd("0.20"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> get(ledger.carve("a", "new", usd("0.300000001"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'a'", "0.300000001", "0.300000");
    assertThat(get(ledger.release("new"))).isEqualTo(Ending.UNKNOWN);
    stands(ledger, 0, "0", "0.60", "0");
  }

  @Test
  public void carve_notInFlight_changesNothing() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    assertThat(get(ledger.carve("x", "part", Usd.ZERO)))
        .isEqualTo(new HoldChange.NotHeld(Ending.UNKNOWN));
    held(ledger, "lost", "0.20", TEAM);
    get(ledger.suspend("lost"));
    assertThat(get(ledger.carve("lost", "part", usd("0.10"))))
        .isEqualTo(new HoldChange.NotHeld(Ending.ALREADY_ENDED));
    get(ledger.resolve("lost", Usd.ZERO));
    assertThat(get(ledger.carve("lost", "part", usd("0.10"))))
        .isEqualTo(new HoldChange.NotHeld(Ending.ALREADY_ENDED));
    assertThat(get(ledger.release("part"))).isEqualTo(Ending.UNKNOWN);
    stands(ledger, 0, "0", "0", "0");
  }

  @Test
  public void change_misuse_throwsAtOnce() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.50", TEAM);
    for (Duration lifetime :
        List.of(
            Duration.ZERO, Duration.ofNanos(999_999), BudgetLedger.MAX_LIFETIME.plusMillis(1))) {
      assertThatThrownBy(() -> ledger.extend("a", usd("0.50"), lifetime))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lifetime");
      assertThatThrownBy(() -> ledger.reserve("b", List.of(TEAM), Usd.ZERO, lifetime))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("lifetime");
    }
    assertThatThrownBy(() -> ledger.extend("a", Usd.ofNanos(-1), MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.carve("a", "part", Usd.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.carve("a", "", Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    String tooLong = "x".repeat(BudgetLedger.MAX_ID_LENGTH + 1);
    assertThatThrownBy(() -> ledger.carve("a", tooLong, Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    stands(ledger, 0, "0", "0.50", "0");
  }
}

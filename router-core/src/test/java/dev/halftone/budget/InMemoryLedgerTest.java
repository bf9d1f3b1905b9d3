package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InMemoryLedgerTest extends LedgerContract {
  @Override
  protected BudgetLedger ledger(List<Budget> budgets, InstantSource clock) {
    return InMemoryLedger.create(budgets, clock);
  }

  @Test
  void create_twoLimitsOverOneWindow_throws() {
    assertThatThrownBy(
            () ->
                InMemoryLedger.create(
                    List.of(budget(TEAM, "1", DAY), budget(TEAM, "2", DAY)), clock))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("team:growth", "day", "$1.00", "$2.00");
  }

  @Test
  void create_noBudgets_refusesEveryScope() {
    BudgetLedger ledger = InMemoryLedger.create(List.of(), clock);
    assertThatThrownBy(() -> ledger.reserve("a", List.of(TEAM), Usd.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("team:growth", "none");
    assertThat(get(ledger.reserve("a", List.of(), usd("1")))).isInstanceOf(Reservation.Held.class);
  }

  @Test
  void reserve_unknownScopeAmongMany_namesOnlySome() {
    List<Budget> budgets = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      budgets.add(budget(new Scope("user", "u" + i), "1", TOTAL));
    }
    BudgetLedger ledger = InMemoryLedger.create(budgets, clock);
    assertThatThrownBy(() -> ledger.reserve("a", List.of(TEAM), Usd.ZERO))
        .hasMessageContaining("user:u0")
        .hasMessageContaining("990 more");
  }

  @Test
  void counters_countSecondEndingsAndOverruns() {
    InMemoryLedger ledger = InMemoryLedger.create(List.of(budget(TEAM, "1", TOTAL)), clock);
    get(ledger.reserve("a", List.of(TEAM), usd("0.10")));
    get(ledger.settle("a", usd("0.20")));
    get(ledger.settle("a", usd("0.20")));
    get(ledger.release("a"));
    get(ledger.release("unknown"));
    assertThat(ledger.repeatedEndings()).isEqualTo(2);
    assertThat(ledger.overruns()).isEqualTo(1);
  }

  @Test
  void ended_beyondTheLimitOfRemembrance_isForgotten() {
    InMemoryLedger ledger = InMemoryLedger.create(List.of(budget(TEAM, "1", TOTAL)), clock);
    get(ledger.reserve("id0", List.of(TEAM), usd("0.10")));
    get(ledger.release("id0"));
    int later = 0;
    while (get(ledger.release("id0")) == Ending.ALREADY_ENDED) {
      later++;
      get(ledger.reserve("id" + later, List.of(TEAM), usd("0.10")));
      get(ledger.release("id" + later));
    }
    assertThat(later)
        .isBetween(InMemoryLedger.REMEMBERED_ENDINGS, 2 * InMemoryLedger.REMEMBERED_ENDINGS);
    assertThat(get(ledger.release("id0"))).isEqualTo(Ending.UNKNOWN);
    assertThat(get(ledger.release("id1"))).isEqualTo(Ending.ALREADY_ENDED);
  }

  @Test
  void reserve_clockFails_leavesNothingBehind() {
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource breaking =
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("no time");
          }
          return clock.instant();
        };
    BudgetLedger ledger = InMemoryLedger.create(List.of(budget(TEAM, "1", TOTAL)), breaking);
    broken.set(true);
    assertThatThrownBy(() -> ledger.reserve("a", List.of(TEAM), usd("1"))).hasMessage("no time");
    assertThatThrownBy(() -> ledger.put(budget(TEAM, "2", TOTAL))).hasMessage("no time");
    broken.set(false);
    assertThat(get(ledger.release("a"))).isEqualTo(Ending.UNKNOWN);
    held(ledger, "a", "1", TEAM);
  }

  @Test
  void history_wrongCursor_throws() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    assertThatThrownBy(() -> ledger.history(HistoryQuery.all().after("page 2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("page 2");
  }

  @Test
  void extend_afterMidnight_needsRoomInTheDayOfItsReservation() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", DAY));
    held(ledger, "a", "0.40", TEAM);
    held(ledger, "b", "0.50", TEAM);
    move(Duration.ofDays(1));
    held(ledger, "c", "0.90", TEAM);
    assertThat(get(ledger.extend("a", usd("0.51"), Duration.ofMinutes(1))))
        .isInstanceOf(HoldChange.Refused.class);
    changed(ledger.extend("a", usd("0.50"), Duration.ofMinutes(1)));
    stands(ledger, 0, "0", "0.90", "0");
  }
}

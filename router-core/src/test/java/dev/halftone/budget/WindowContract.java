package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger must do as time goes by, or goes back. */
public abstract class WindowContract extends HistoryContract {
  @Test
  public void calendarDay_moneyCountsInTheDayItWasReservedIn() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    BudgetLedger ledger = ledger(budget(TEAM, "1", new Window.Calendar(Window.Unit.DAY, berlin)));
    moveTo(Instant.parse("2026-11-20T22:59:59.999Z"));
    held(ledger, "settled", "0.30", TEAM);
    get(ledger.settle("settled", usd("0.30")));
    held(ledger, "inFlight", "0.30", TEAM);
    held(ledger, "lost", "0.40", TEAM);
    get(ledger.suspend("lost"));
    refused(ledger, "b", "0.01", TEAM);

    move(Duration.ofMillis(1));
    stands(ledger, 0, "0", "0", "0");
    held(ledger, "b", "1", TEAM);
    assertThat(get(ledger.settle("inFlight", usd("5")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.suspended())).hasSize(1);
    assertThat(get(ledger.resolve("lost", usd("5")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0", "1", "0");
  }

  @Test
  public void clockGoingBack_neitherFreesNorLosesMoney() {
    BudgetLedger ledger =
        ledger(budget(TEAM, "1", DAY), budget(ORG, "1", new Window.Rolling(Duration.ofHours(1))));
    held(ledger, "a", "0.60", TEAM, ORG);
    get(ledger.settle("a", usd("0.60")));
    move(Duration.ofDays(-2));
    refused(ledger, "b", "0.50", TEAM);
    refused(ledger, "b", "0.50", ORG);
    held(ledger, "b", "0.40", TEAM, ORG);
    get(ledger.settle("b", usd("0.40")));
    stands(ledger, 0, "1", "0", "0");
    stands(ledger, 1, "1", "0", "0");
    move(Duration.ofDays(2));
    refused(ledger, "c", "0.01", TEAM);
    refused(ledger, "c", "0.01", ORG);
  }

  @Test
  public void clockGoingBackOverMidnight_doesNotReopenTheDayLeft() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", DAY));
    held(ledger, "yesterday", "0.70", TEAM);
    move(Duration.ofDays(1));
    held(ledger, "today", "0.80", TEAM);
    move(Duration.ofDays(-1));
    refused(ledger, "b", "0.30", TEAM);
    held(ledger, "c", "0.20", TEAM);
    assertThat(get(ledger.release("c"))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.release("yesterday"))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0", "0.80", "0");
  }

  @Test
  public void rolling_moneyCountsWhileHeldAndThenForTheLength() {
    Duration length = Duration.ofHours(1);
    Duration slice = length.dividedBy(Window.Rolling.SLICES);
    BudgetLedger ledger = ledger(budget(TEAM, "1", new Window.Rolling(length)));
    get(ledger.reserve("a", List.of(TEAM), usd("0.60"), Duration.ofDays(1)));
    held(ledger, "lost", "0.40", TEAM);
    get(ledger.suspend("lost"));
    // Not a multiple of anything, so that it falls into the middle of a slice.
    move(Duration.ofHours(5).plusMillis(23_457));
    stands(ledger, 0, "0", "0.60", "0.40");
    get(ledger.settle("a", usd("0.70")));
    move(length.minusMillis(1));
    stands(ledger, 0, "0.70", "0", "0.40");
    assertThat(get(ledger.budgets()).get(0).overrun()).isEqualTo(usd("0.10"));
    move(slice.plusMillis(1));
    stands(ledger, 0, "0", "0", "0.40");
    assertThat(get(ledger.budgets()).get(0).overrun()).isEqualTo(Usd.ZERO);
    get(ledger.resolve("lost", usd("0.40")));
    move(length.minusMillis(1));
    stands(ledger, 0, "0.40", "0", "0");
    move(slice.plusMillis(1));
    held(ledger, "b", "1", TEAM);
  }
}

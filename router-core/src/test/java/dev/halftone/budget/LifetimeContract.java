package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every ledger must do as holds grow old and windows end. */
public abstract class LifetimeContract extends WindowContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  @Test
  public void lifetimeOver_isSuspenseAndNeverFreeMoney() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", DAY));
    hold(ledger, "b", "0.30", MINUTE);
    hold(ledger, "a", "0.70", MINUTE.plusMillis(1));
    move(MINUTE.minusMillis(1));
    stands(ledger, 0, "0", "1", "0");
    assertThat(get(ledger.resolve("b", Usd.ZERO))).isEqualTo(Ending.UNKNOWN);
    move(Duration.ofMillis(1));
    stands(ledger, 0, "0", "0.70", "0.30");
    move(Duration.ofMillis(1));
    stands(ledger, 0, "0", "0", "1");
    stands(ledger, 1, "0", "0", "1");
    assertThat(get(ledger.suspended()))
        .containsExactly(
            new Suspense("b", List.of(ORG, TEAM), usd("0.30"), START.plus(MINUTE)),
            new Suspense("a", List.of(ORG, TEAM), usd("0.70"), START.plus(MINUTE).plusMillis(1)));
    Reservation.Refused refused = refused(ledger, "c", "0.01", ORG);
    assertThat(refused.held().plus(refused.suspense())).isEqualTo(usd("1"));
    assertThat(get(ledger.resolve("a", usd("0.60")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.settle("a", usd("0.60")))).isEqualTo(Ending.ALREADY_ENDED);
    stands(ledger, 0, "0.60", "0", "0.30");
    LedgerAudit.explains(ledger);
  }

  @Test
  public void usualLifetime_isAnHour() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.30", TEAM);
    move(Duration.ofHours(1).minusMillis(1));
    stands(ledger, 0, "0", "0.30", "0");
    move(Duration.ofMillis(1));
    stands(ledger, 0, "0", "0", "0.30");
  }

  @Test
  public void lifetimeOver_ownerMayStillEndIt() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    for (String id : List.of("settled", "released", "suspended")) {
      hold(ledger, id, "0.20", MINUTE);
    }
    move(MINUTE.multipliedBy(3));
    stands(ledger, 0, "0", "0", "0.60");
    assertThat(get(ledger.settle("settled", usd("0.15")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.release("released"))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.suspend("suspended"))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.resolve("settled", usd("0.15")))).isEqualTo(Ending.ALREADY_ENDED);
    stands(ledger, 0, "0.15", "0", "0.20");
    assertThat(get(ledger.settle("suspended", usd("0.10")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(ledger.resolve("suspended", usd("0.10")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 1, "0.25", "0", "0");
    assertThat(get(ledger.suspended())).isEmpty();
    LedgerAudit.explains(ledger);
  }

  @Test
  public void extend_lifetimeOver_isInFlightAgain() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    hold(ledger, "a", "0.30", MINUTE);
    move(MINUTE.multipliedBy(2));
    stands(ledger, 0, "0", "0", "0.30");
    assertThat(changed(ledger.extend("a", usd("0.40"), MINUTE)).amount()).isEqualTo(usd("0.40"));
    stands(ledger, 0, "0", "0.40", "0");
    assertThat(get(ledger.suspended())).isEmpty();
    assertThat(get(ledger.resolve("a", Usd.ZERO))).isEqualTo(Ending.UNKNOWN);
    move(MINUTE);
    stands(ledger, 0, "0", "0", "0.40");
    assertThat(get(ledger.suspended()).get(0).since())
        .isEqualTo(START.plus(MINUTE.multipliedBy(3)));
    assertThat(lines(ledger, HistoryQuery.all().id("a")))
        .extracting(LedgerEntry::kind)
        .containsExactly(Kind.RESERVED, Kind.EXPIRED, Kind.EXTENDED, Kind.EXPIRED);
    LedgerAudit.explains(ledger);
  }

  @Test
  public void extend_neverShortensALife() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    hold(ledger, "a", "0.30", MINUTE.multipliedBy(10));
    changed(ledger.extend("a", usd("0.30"), MINUTE));
    move(MINUTE.multipliedBy(9));
    stands(ledger, 0, "0", "0.30", "0");
    changed(ledger.extend("a", Usd.ZERO, MINUTE.multipliedBy(3)));
    move(MINUTE.multipliedBy(3).minusMillis(1));
    stands(ledger, 0, "0", "0.30", "0");
    move(Duration.ofMillis(1));
    stands(ledger, 0, "0", "0", "0.30");
  }

  @Test
  public void extend_refused_livesNoLonger() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    hold(ledger, "a", "0.30", MINUTE);
    assertThat(get(ledger.extend("a", usd("2"), MINUTE.multipliedBy(5))))
        .isInstanceOf(HoldChange.Refused.class);
    move(MINUTE);
    stands(ledger, 0, "0", "0", "0.30");
  }

  @Test
  public void clockGoingBack_revivesNoHold() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    hold(ledger, "a", "0.30", MINUTE);
    move(MINUTE);
    stands(ledger, 0, "0", "0", "0.30");
    move(MINUTE.negated());
    stands(ledger, 0, "0", "0", "0.30");
  }

  @Test
  public void carve_part_hasTheLifetimeAndTheWindowOfTheWhole() {
    BudgetLedger ledger = ledger(budget(ORG, "1", DAY), budget(TEAM, "1", TOTAL));
    moveTo(Instant.parse("2026-11-20T23:59:30Z"));
    hold(ledger, "a", "0.80", MINUTE);
    move(Duration.ofSeconds(40));
    changed(ledger.carve("a", "part", usd("0.30")));
    stands(ledger, 0, "0", "0", "0");
    stands(ledger, 1, "0", "0.80", "0");
    move(Duration.ofSeconds(20));
    stands(ledger, 1, "0", "0", "0.80");
    assertThat(get(ledger.resolve("part", usd("0.20")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0", "0", "0");
    stands(ledger, 1, "0.20", "0", "0.50");
    LedgerAudit.explains(ledger);
  }

  @Test
  public void carve_lifetimeOver_partIsSuspenseToo() {
    BudgetLedger ledger = ledger(budget(ORG, "1", DAY), budget(TEAM, "1", TOTAL));
    hold(ledger, "whole", "0.60", MINUTE);
    move(MINUTE.multipliedBy(2));
    assertThat(get(ledger.carve("whole", "part", usd("0.20"))))
        .isEqualTo(new HoldChange.Changed(new Reservation.Held("part", usd("0.20"))));
    stands(ledger, 1, "0", "0", "0.60");
    assertThat(get(ledger.suspended())).extracting(Suspense::id).contains("whole", "part");
    assertThat(get(ledger.resolve("part", usd("0.10")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.settle("whole", usd("0.30")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 1, "0.40", "0", "0");
  }

  @Test
  public void extend_afterMidnight_takesNoRoomOfTheNewDay() {
    BudgetLedger ledger = ledger(budget(ORG, "1", DAY), budget(TEAM, "1", TOTAL));
    held(ledger, "a", "0.30", ORG, TEAM);
    move(Duration.ofDays(1));
    changed(ledger.extend("a", usd("0.50"), MINUTE));
    stands(ledger, 0, "0", "0", "0");
    stands(ledger, 1, "0", "0.50", "0");
    held(ledger, "b", "1", ORG);
    assertThat(get(ledger.settle("a", usd("0.50")))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0", "1", "0");
  }

  @Test
  public void warning_newCalendarWindow_isArmedAgain() {
    Budget budget = new Budget(TEAM, usd("1"), DAY, List.of(50));
    BudgetLedger ledger = ledger(budget);
    warned(ledger, "a", 1);
    warned(ledger, "b", 0);
    move(Duration.ofDays(1));
    warned(ledger, "c", 1);
    warned(ledger, "d", 0);
  }

  @Test
  public void warning_rollingWindow_isGivenOncePerLength() {
    Duration length = Duration.ofHours(1);
    BudgetLedger ledger =
        ledger(new Budget(TEAM, usd("2"), new Window.Rolling(length), List.of(25)));
    warned(ledger, "a", 1);
    move(length.minusMillis(1));
    warned(ledger, "b", 0);
    move(Duration.ofMillis(1));
    warned(ledger, "c", 1);
    warned(ledger, "d", 0);
  }

  @Test
  public void history_times_areThoseOfTheClockAndOfTheDeadline() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    move(MINUTE);
    hold(ledger, "a", "0.30", MINUTE);
    move(MINUTE.multipliedBy(3));
    get(ledger.settle("a", usd("0.30")));
    assertThat(lines(ledger, HistoryQuery.all().id("a")))
        .extracting(LedgerEntry::at)
        .containsExactly(
            START.plus(MINUTE),
            START.plus(MINUTE.multipliedBy(2)),
            START.plus(MINUTE.multipliedBy(4)));
    assertThat(
            lines(ledger, HistoryQuery.all().from(START.plus(MINUTE.multipliedBy(2))).scope(TEAM)))
        .extracting(LedgerEntry::kind)
        .containsExactly(Kind.EXPIRED, Kind.SETTLED);
  }

  private static void hold(BudgetLedger ledger, String id, String amount, Duration lifetime) {
    assertThat(get(ledger.reserve(id, List.of(TEAM, ORG), usd(amount), lifetime)))
        .isInstanceOf(Reservation.Held.class);
  }

  private static void warned(BudgetLedger ledger, String id, int warnings) {
    Reservation answer = reserve(ledger, id, "0.50", TEAM);
    assertThat(answer).isInstanceOf(Reservation.Held.class);
    assertThat(((Reservation.Held) answer).warnings()).hasSize(warnings);
    get(ledger.release(id));
  }
}

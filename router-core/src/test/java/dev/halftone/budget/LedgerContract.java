package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every ledger must do. A ledger's test extends this and says how to make an empty one.
 *
 * <p>The chain above it is: {@link HoldContract}, {@link ExtensionContract}, {@link
 * RuntimeLimitContract}, {@link HistoryContract}, which need no clock, then {@link WindowContract}
 * and {@link LifetimeContract}, which move it. A ledger that keeps its own time extends {@link
 * HistoryContract} only, or says in {@link #move} how time passes for it.
 */
public abstract class LedgerContract extends LifetimeContract {
  @Test
  public void reserve_scopeWithTwoBudgets_needsRoomInBoth() {
    BudgetLedger ledger = ledger(budget(TEAM, "1", DAY), budget(TEAM, "1.5", TOTAL));
    held(ledger, "a", "1", TEAM);
    assertThat(refused(ledger, "b", "0.5", TEAM).budget().window()).isEqualTo(DAY);
    move(Duration.ofDays(1));
    assertThat(refused(ledger, "b", "0.6", TEAM).budget().window()).isEqualTo(TOTAL);
    held(ledger, "b", "0.5", TEAM);
  }

  @Test
  public void suspend_keepsTheMoneyUntilItIsResolved() {
    BudgetLedger ledger = ledger(budget(ORG, "1", TOTAL), budget(TEAM, "1", TOTAL));
    held(ledger, "later", "0.10", TEAM);
    held(ledger, "a", "0.80", TEAM, ORG);
    assertThat(get(ledger.suspend("a"))).isEqualTo(Ending.APPLIED);
    move(Duration.ofSeconds(5));
    get(ledger.suspend("later"));
    stands(ledger, 0, "0", "0", "0.80");
    refused(ledger, "b", "0.30", ORG);
    assertThat(get(ledger.suspended()))
        .containsExactly(
            new Suspense(
                "a", List.of(ORG, TEAM), usd("0.80"), Instant.parse("2026-11-20T10:00:00Z")),
            new Suspense(
                "later", List.of(TEAM), usd("0.10"), Instant.parse("2026-11-20T10:00:05Z")));

    assertThat(get(ledger.settle("a", usd("0.80")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(ledger.resolve("a", usd("0.20")))).isEqualTo(Ending.APPLIED);
    assertThat(get(ledger.resolve("a", usd("0.20")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(get(ledger.resolve("later", Usd.ZERO))).isEqualTo(Ending.APPLIED);
    stands(ledger, 0, "0.20", "0", "0");
    stands(ledger, 1, "0.20", "0", "0");
    assertThat(get(ledger.suspended())).isEmpty();
  }
}

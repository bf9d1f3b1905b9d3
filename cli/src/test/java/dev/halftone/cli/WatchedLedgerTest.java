package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.cost.Usd;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedLedgerTest {
  private static final Usd CENT = Usd.parse("0.01");

  private final WatchedLedger ledger =
      new WatchedLedger(
          InMemoryLedger.create(List.of(DemoSamples.COMPANY), InstantSource.system()),
          DemoTraffic.COMPANY,
          () -> 0L);

  @Test
  void watch_ledgerWithinItsLimit_hasNoBreachAndTheHighestCommitment() {
    reserve("a", Usd.parse("0.60"));
    reserve("b", Usd.parse("0.60"));
    ledger.settle("a", CENT);
    reserve("c", Usd.parse("0.30"));
    ledger.suspend("c");
    ledger.resolve("c", CENT);

    WatchedLedger.Watch watch = ledger.watch();
    assertThat(watch.breaches()).isEmpty();
    assertThat(watch.highest()).containsEntry(DemoSamples.COMPANY, Usd.parse("0.60"));
    assertThat(watch.refusals()).isOne();
    assertThat(watch.checks()).isEqualTo(6);
    assertThat(ledger.settled()).containsOnlyKeys("a", "c");
    assertThat(ledger.spent()).isEqualTo(Usd.parse("0.02"));
  }

  @Test
  void watch_billAboveTheLimit_isABreach() {
    reserve("a", Usd.parse("0.60"));
    ledger.settle("a", Usd.parse("1.60"));

    assertThat(ledger.watch().breaches())
        .containsExactly("budget org:acme stood at $1.600000 of $1.000000");
  }

  private void reserve(String id, Usd amount) {
    Reservation ignored = ledger.reserve(id, List.of(DemoTraffic.COMPANY), amount).result();
    assertThat(ignored).isNotNull();
  }
}

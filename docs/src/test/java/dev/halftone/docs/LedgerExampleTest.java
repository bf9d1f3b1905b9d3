package dev.halftone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.store.FileLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/ledger.md}. */
class LedgerExampleTest {
  @TempDir Path folder;

  @Test
  void fileLedger_openedAgain_hasWhatStoodOnIt() {
    Path file = folder.resolve("ledger.db");
    // tag::ledger[]
    Scope team = Scope.parse("team:growth");
    Window day = Window.parse("day", ZoneOffset.UTC);
    Budget daily = new Budget(team, Usd.parse("50.00"), day, List.of(80, 95));

    BudgetLedger ledger = FileLedger.open(file, List.of(daily), InstantSource.system());
    Reservation answer =
        ledger.reserve("call-1", List.of(team), Usd.parse("0.25"), Duration.ofMinutes(10)).await();
    if (answer instanceof Reservation.Refused refused) {
      System.out.println(refused.explain());
    }
    ledger.settle("call-1", Usd.parse("0.21")).await(); // or release, or suspend
    ledger.close().await();
    // end::ledger[]

    // tag::suspense[]
    ledger = FileLedger.open(file, List.of(daily), InstantSource.system());
    for (Suspense lost : ledger.suspended().await()) {
      ledger.resolve(lost.id(), Usd.ZERO).await(); // the invoice says that it was not charged
    }
    BudgetState state = ledger.budgets(List.of(team)).await().get(0);
    System.out.println(state.committed() + " of " + state.budget().limit());
    // end::suspense[]
    ledger.close().await();

    assertThat(answer).isInstanceOf(Reservation.Held.class);
    assertThat(state.spent()).isEqualTo(Usd.parse("0.21"));
    assertThat(state.held()).isEqualTo(Usd.ZERO);
  }
}

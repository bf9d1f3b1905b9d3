package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.router.BudgetSums.Figure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BudgetSumsTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> kinds = new ArrayList<>();
  private final SlowLedger ledger = new SlowLedger();
  private long nanos = Long.MAX_VALUE - SECOND / 2;
  private final BudgetSums sums =
      new BudgetSums(ledger, () -> nanos, (source, kind) -> kinds.add(kind));

  /** Answers when it is told to. */
  private static final class SlowLedger extends ForwardingLedger {
    final List<Promise<List<BudgetState>>> asked = new ArrayList<>();

    SlowLedger() {
      super(InMemoryLedger.create(List.of(), () -> Instant.EPOCH));
    }

    @Override
    public Future<List<BudgetState>> budgets() {
      asked.add(Promise.promise());
      return asked.get(asked.size() - 1).future();
    }

    void answer(BudgetState... states) {
      asked.get(asked.size() - 1).complete(List.of(states));
    }
  }

  private static BudgetState state(String scope, long limit, long spent) {
    return new BudgetState(
        new Budget(Scope.parse(scope), Usd.ofNanos(limit), new Window.Total()),
        Usd.ofNanos(spent),
        Usd.ZERO,
        Usd.ZERO,
        Usd.ZERO,
        0);
  }

  @Test
  void sum_whileTheLedgerAnswers_isTheLatestKnownAndWaitsForNothing() {
    BigInteger before = sums.sum("team", Figure.SPENT);
    ledger.answer(state("team:a", 10, 3), state("team:b", 10, 4), state("org:x", 9, 9));

    assertThat(before).isNull();
    assertThat(sums.sum("team", Figure.SPENT)).isEqualTo(7);
    assertThat(sums.sum("team", Figure.LIMIT)).isEqualTo(20);
    assertThat(sums.sum("org", Figure.SPENT)).isEqualTo(9);
    assertThat(kinds).containsExactly("org", "team");

    nanos += SECOND;
    assertThat(sums.sum("team", Figure.SPENT)).isEqualTo(7);
    ledger.answer(state("team:a", 10, 5));
    assertThat(sums.sum("team", Figure.SPENT)).isEqualTo(5);
    assertThat(sums.sum("org", Figure.SPENT)).isZero();
  }

  @Test
  void sum_readOften_asksTheLedgerOnceASecondAndOneAtATime() {
    for (int i = 0; i < 100; i++) {
      sums.sum("team", Figure.SPENT);
      nanos += SECOND;
    }
    assertThat(ledger.asked).hasSize(1);

    ledger.answer();
    for (int i = 0; i < 100; i++) {
      sums.sum("team", Figure.SPENT);
      ledger.asked.get(ledger.asked.size() - 1).tryComplete(List.of());
      nanos += SECOND / 10;
    }
    assertThat(ledger.asked).hasSize(11);
  }

  @Test
  void sum_ledgerThatFails_isUnknownUntilItAnswersAgain() {
    sums.refresh();
    ledger.asked.get(0).fail("away");
    assertThat(sums.sum("team", Figure.HELD)).isNull();

    nanos += SECOND;
    sums.refreshIfUnknown();
    ledger.answer(state("team:a", 1, 0));
    nanos += SECOND;
    sums.refreshIfUnknown();

    assertThat(ledger.asked).hasSize(2);
    assertThat(sums.sum("team", Figure.HELD)).isZero();
  }

  @Test
  void sum_limitsThatAreMoreTogetherThanUsdHolds_isExact() {
    sums.refresh();
    ledger.answer(state("run:a", Long.MAX_VALUE, 0), state("run:b", Long.MAX_VALUE, 0));

    assertThat(sums.sum("run", Figure.LIMIT))
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1));
  }
}

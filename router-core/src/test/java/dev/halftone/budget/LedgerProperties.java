package dev.halftone.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.NaiveLedger.Stage;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Random lives of a ledger, step by step against a naive one. */
class LedgerProperties {
  private static final Scope A = Scope.parse("org:a");
  private static final Scope B = Scope.parse("team:b");
  private static final Scope C = Scope.parse("user:c");
  private static final List<List<Scope>> CHOICES =
      List.of(
          List.of(),
          List.of(A),
          List.of(B),
          List.of(C),
          List.of(B, A),
          List.of(A, C),
          List.of(C, B),
          List.of(C, A, B));
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(A, Usd.ofNanos(150), new Window.Calendar(Window.Unit.DAY, ZONE)),
          new Budget(A, Usd.ofNanos(400), new Window.Calendar(Window.Unit.WEEK, ZONE)),
          new Budget(A, Usd.ofNanos(900), new Window.Calendar(Window.Unit.MONTH, ZONE)),
          new Budget(B, Usd.ofNanos(200), new Window.Rolling(Duration.ofMillis(50))),
          new Budget(B, Usd.ofNanos(Long.MAX_VALUE), new Window.Total()),
          new Budget(C, Usd.ofNanos(120), new Window.Rolling(Duration.ofMillis(7))),
          new Budget(C, Usd.ofNanos(2_000), new Window.Total()));
  private static final List<Duration> MOVES =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(6),
          Duration.ofMillis(7),
          Duration.ofMillis(8),
          Duration.ofMillis(49),
          Duration.ofMillis(50),
          Duration.ofMillis(51),
          Duration.ofHours(7),
          Duration.ofDays(1),
          Duration.ofDays(5),
          Duration.ofMillis(-1),
          Duration.ofMillis(-50),
          Duration.ofHours(-9),
          Duration.ofDays(-3));

  private enum Act {
    RESERVE,
    SETTLE,
    SETTLE_ABOVE,
    RELEASE,
    SUSPEND,
    RESOLVE,
    MOVE
  }

  private record Step(Act act, int id, int choice, int amount) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Act> acts =
        Arbitraries.frequency(
            Tuple.of(8, Act.RESERVE),
            Tuple.of(5, Act.SETTLE),
            Tuple.of(1, Act.SETTLE_ABOVE),
            Tuple.of(2, Act.RELEASE),
            Tuple.of(3, Act.SUSPEND),
            Tuple.of(2, Act.RESOLVE),
            Tuple.of(5, Act.MOVE));
    return Combinators.combine(
            acts,
            Arbitraries.integers().between(0, 25),
            Arbitraries.integers().between(0, 111),
            Arbitraries.integers().between(0, 70))
        .as(Step::new)
        .list()
        .ofMaxSize(120);
  }

  @Property(tries = 600)
  void anyLife_equalsTheNaiveLedgerAndKeepsThePromise(@ForAll("steps") List<Step> steps) {
    ManualClock clock = new ManualClock(Instant.parse("2026-10-24T21:59:59.970Z"));
    InMemoryLedger ledger = InMemoryLedger.create(BUDGETS, clock);
    NaiveLedger naive = new NaiveLedger(BUDGETS);
    for (Step step : steps) {
      take(step, clock, ledger, naive);
      naive.see(clock.instant());
      List<BudgetState> states = LedgerHarness.get(ledger.budgets());
      assertThat(states).as("after %s", step).isEqualTo(naive.budgets());
      for (BudgetState state : states) {
        assertThat(state.committed().minus(state.overrun()))
            .as("the promise, overruns aside, after %s", step)
            .isLessThanOrEqualTo(state.budget().limit());
      }
      assertThat(LedgerHarness.get(ledger.suspended()).stream().map(Suspense::id).sorted())
          .isEqualTo(naive.suspended());
    }
    assertThat(ledger.repeatedEndings()).isEqualTo(naive.repeatedEndings);
  }

  /** Without bills above the hold the promise is exact, and no sum is ever negative. */
  @Property(tries = 200)
  void lifeWithoutOverruns_neverExceedsALimit(@ForAll("steps") List<Step> steps) {
    ManualClock clock = new ManualClock(Instant.parse("2026-12-31T22:59:59.990Z"));
    InMemoryLedger ledger = InMemoryLedger.create(BUDGETS, clock);
    NaiveLedger naive = new NaiveLedger(BUDGETS);
    for (Step step : steps) {
      if (step.act() == Act.SETTLE_ABOVE) {
        continue;
      }
      take(step, clock, ledger, naive);
      naive.see(clock.instant());
      for (BudgetState state : LedgerHarness.get(ledger.budgets())) {
        assertThat(state.committed()).isLessThanOrEqualTo(state.budget().limit());
        assertThat(List.of(state.spent(), state.held(), state.suspense(), state.overrun()))
            .noneMatch(Usd::isNegative);
        assertThat(state.overrun()).isEqualTo(Usd.ZERO);
      }
    }
  }

  private static void take(Step step, ManualClock clock, InMemoryLedger ledger, NaiveLedger naive) {
    if (step.act() == Act.MOVE) {
      clock.move(MOVES.get(step.choice() % MOVES.size()));
      return;
    }
    naive.see(clock.instant());
    if (step.act() == Act.RESERVE) {
      reserve(step, ledger, naive);
      return;
    }
    String id = "id" + step.id();
    Usd part = Usd.ofNanos(naive.amount(id) * step.amount() / 70);
    Usd above = Usd.ofNanos(naive.amount(id) + step.amount());
    switch (step.act()) {
      case SETTLE -> {
        Ending expected = naive.end(id, Stage.HELD, Stage.SETTLED, part.nanos());
        assertThat(LedgerHarness.get(ledger.settle(id, part))).isEqualTo(expected);
      }
      case SETTLE_ABOVE -> {
        Ending expected = naive.end(id, Stage.HELD, Stage.SETTLED, above.nanos());
        assertThat(LedgerHarness.get(ledger.settle(id, above))).isEqualTo(expected);
      }
      case RELEASE -> {
        Ending expected = naive.end(id, Stage.HELD, Stage.SETTLED, 0);
        assertThat(LedgerHarness.get(ledger.release(id))).isEqualTo(expected);
      }
      case SUSPEND -> {
        Ending expected = naive.end(id, Stage.HELD, Stage.SUSPENDED, 0);
        assertThat(LedgerHarness.get(ledger.suspend(id))).isEqualTo(expected);
      }
      case RESOLVE -> {
        Ending expected = naive.end(id, Stage.SUSPENDED, Stage.SETTLED, part.nanos());
        assertThat(LedgerHarness.get(ledger.resolve(id, part))).isEqualTo(expected);
      }
      default -> throw new IllegalStateException(step.toString());
    }
  }

  private static void reserve(Step step, InMemoryLedger ledger, NaiveLedger naive) {
    List<Scope> scopes = CHOICES.get(step.choice() % CHOICES.size());
    String id = "id" + step.id();
    Usd amount = Usd.ofNanos(step.amount());
    if (naive.knows(id)) {
      // As a caller who retries does.
      scopes = naive.scopes(id);
      amount = Usd.ofNanos(naive.amount(id));
    }
    boolean expected = naive.reserve(id, scopes, amount.nanos());
    assertThat(LedgerHarness.get(ledger.reserve(id, scopes, amount)))
        .matches(answer -> answer instanceof Reservation.Held == expected, "held: " + expected);
  }
}

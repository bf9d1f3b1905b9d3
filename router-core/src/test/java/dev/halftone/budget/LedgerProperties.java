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

  /** What is set and taken away while a ledger lives: limits in use, and one that is not yet. */
  private static final List<Budget> PUTS =
      List.of(
          new Budget(B, Usd.ofNanos(60), new Window.Rolling(Duration.ofMillis(50))),
          new Budget(C, Usd.ofNanos(300), new Window.Total()),
          new Budget(C, Usd.ofNanos(4_000), new Window.Total()),
          new Budget(C, Usd.ofNanos(100), new Window.Rolling(Duration.ofMillis(20))),
          new Budget(A, Usd.ofNanos(700), new Window.Total()));

  private static final List<Duration> LIFETIMES =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(7),
          Duration.ofMillis(60),
          Duration.ofHours(8),
          Duration.ofDays(3),
          Duration.ofDays(300));

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
    EXTEND,
    CARVE,
    PUT,
    REMOVE,
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
            Tuple.of(4, Act.EXTEND),
            Tuple.of(3, Act.CARVE),
            Tuple.of(1, Act.PUT),
            Tuple.of(1, Act.REMOVE),
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
  void anyLife_equalsTheNaiveLedgerAndIsExplainedByItsHistory(
      @ForAll("steps") List<Step> steps, @ForAll boolean lending) {
    ManualClock clock = new ManualClock(Instant.parse("2026-10-24T21:59:59.970Z"));
    InMemoryLedger ledger = ledger(clock, lending);
    NaiveLedger naive = new NaiveLedger(BUDGETS);
    naive.see(clock.instant());
    for (Step step : steps) {
      take(step, clock, ledger, naive);
      naive.see(clock.instant());
      List<BudgetState> states = LedgerHarness.get(ledger.budgets());
      assertThat(states).as("after %s", step).isEqualTo(naive.budgets());
      assertThat(LedgerHarness.get(ledger.suspended()).stream().map(Suspense::id).sorted())
          .isEqualTo(naive.suspended());
    }
    assertThat(ledger.repeatedEndings()).isEqualTo(naive.repeatedEndings);
    LedgerAudit.explains(ledger);
  }

  /**
   * Without bills above the hold, and lower limits, the promise is exact, and no sum is ever
   * negative.
   */
  @Property(tries = 200)
  void lifeWithoutOverrunsOrLowerLimits_neverExceedsALimit(
      @ForAll("steps") List<Step> steps, @ForAll boolean lending) {
    ManualClock clock = new ManualClock(Instant.parse("2026-12-31T22:59:59.990Z"));
    InMemoryLedger ledger = ledger(clock, lending);
    NaiveLedger naive = new NaiveLedger(BUDGETS);
    naive.see(clock.instant());
    for (Step step : steps) {
      if (step.act() == Act.SETTLE_ABOVE || step.act() == Act.PUT) {
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

  private static InMemoryLedger ledger(ManualClock clock, boolean lending) {
    return lending
        ? LendingLedgerTest.create(BUDGETS, clock)
        : InMemoryLedger.create(BUDGETS, clock);
  }

  private static void take(Step step, ManualClock clock, InMemoryLedger ledger, NaiveLedger naive) {
    if (step.act() == Act.MOVE) {
      clock.move(MOVES.get(step.choice() % MOVES.size()));
      return;
    }
    naive.see(clock.instant());
    switch (step.act()) {
      case RESERVE -> reserve(step, ledger, naive);
      case EXTEND -> extend(step, ledger, naive);
      case CARVE -> carve(step, ledger, naive);
      case PUT -> {
        Budget budget = PUTS.get(step.choice() % PUTS.size());
        naive.put(budget);
        LedgerHarness.get(ledger.put(budget));
      }
      case REMOVE -> {
        Budget budget = PUTS.get(step.choice() % PUTS.size());
        assertThat(LedgerHarness.get(ledger.remove(budget.scope(), budget.window())))
            .isEqualTo(naive.remove(budget.scope(), budget.window()));
      }
      default -> end(step, ledger, naive);
    }
  }

  private static void end(Step step, InMemoryLedger ledger, NaiveLedger naive) {
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

  private static void extend(Step step, InMemoryLedger ledger, NaiveLedger naive) {
    String id = "id" + step.id();
    Duration lifetime = LIFETIMES.get(step.choice() % LIFETIMES.size());
    Long expected = naive.extend(id, step.amount(), lifetime);
    HoldChange answer = LedgerHarness.get(ledger.extend(id, Usd.ofNanos(step.amount()), lifetime));
    assertThat(
            answer instanceof HoldChange.Changed changed ? changed.hold().amount().nanos() : null)
        .isEqualTo(expected);
  }

  private static void carve(Step step, InMemoryLedger ledger, NaiveLedger naive) {
    String id = "id" + step.id();
    String part = "id" + step.choice() % 26;
    Usd amount = Usd.ofNanos(step.amount() / 2);
    boolean expected = naive.carve(id, part, amount.nanos());
    boolean changed;
    try {
      changed = LedgerHarness.get(ledger.carve(id, part, amount)) instanceof HoldChange.Changed;
    } catch (IllegalArgumentException takenOrTooMuch) {
      changed = false;
    }
    assertThat(changed).isEqualTo(expected);
  }

  private static void reserve(Step step, InMemoryLedger ledger, NaiveLedger naive) {
    List<Scope> scopes = CHOICES.get(step.choice() % CHOICES.size());
    String id = "id" + step.id();
    Usd amount = Usd.ofNanos(step.amount());
    Duration lifetime = LIFETIMES.get(step.choice() % LIFETIMES.size());
    if (naive.knows(id)) {
      // As a caller who retries does.
      scopes = naive.scopes(id);
      amount = Usd.ofNanos(naive.first(id));
    }
    boolean expected = naive.reserve(id, scopes, amount.nanos(), lifetime);
    assertThat(LedgerHarness.get(ledger.reserve(id, scopes, amount, lifetime)))
        .matches(answer -> answer instanceof Reservation.Held == expected, "held: " + expected);
  }
}

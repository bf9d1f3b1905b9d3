package dev.halftone.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.router.VirtualTime;
import dev.halftone.store.TroubledLedger.Trouble;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeasedLedgerTest {
  private static final Scope ORG = Scope.parse("org:acme");
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Window TOTAL = new Window.Total();
  private static final Window DAY = new Window.Calendar(Window.Unit.DAY, ZoneOffset.UTC);

  private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-20T10:00:00Z"));
  private final InMemoryLedger plain =
      InMemoryLedger.create(
          List.of(
              new Budget(ORG, Usd.parse("1000"), TOTAL), new Budget(TEAM, Usd.parse("80"), TOTAL)),
          time);
  private final TroubledLedger shared = new TroubledLedger(plain, time);
  private final LeasedLedger ledger = instance("a", options().build());

  private static LeaseOptions.Builder options() {
    return LeaseOptions.newBuilder().refusalMemory(Duration.ZERO);
  }

  private LeasedLedger instance(String name, LeaseOptions options) {
    return LeasedLedger.create(shared, name, options, time, time, new Random(7));
  }

  private static <T> T now(Future<T> future) {
    assertThat(future.isComplete()).as("answered at once").isTrue();
    if (future.failed()) {
      throw (RuntimeException) future.cause();
    }
    return future.result();
  }

  private static Usd usd(String dollars) {
    return Usd.parse(dollars);
  }

  private Reservation reserve(String id, String amount, Scope... scopes) {
    return now(ledger.reserve(id, List.of(scopes), usd(amount)));
  }

  private void held(String id, String amount, Scope... scopes) {
    assertThat(reserve(id, amount, scopes)).isEqualTo(new Reservation.Held(id, usd(amount)));
  }

  private void stands(Scope scope, String spent, String held, String suspense) {
    BudgetState state = now(plain.budgets(List.of(scope))).get(0);
    assertThat(List.of(state.spent(), state.held(), state.suspense()))
        .isEqualTo(List.of(usd(spent), usd(held), usd(suspense)));
  }

  @Test
  void reserve_leasesAShareAndThenNeedsNoRoundTrip() {
    held("a", "0.10", TEAM);
    stands(TEAM, "0", "10", "0");
    long calls = shared.calls;
    for (int i = 0; i < 50; i++) {
      held("b" + i, "0.10", TEAM);
      assertThat(now(ledger.settle("b" + i, usd("0.08")))).isEqualTo(Ending.APPLIED);
    }
    assertThat(shared.calls).isEqualTo(calls);
    assertThat(ledger.counts().localHolds()).isEqualTo(51);
    now(ledger.release("a"));
    now(ledger.close());
    stands(TEAM, "4", "0", "0");
  }

  @Test
  void reserve_nearTheLimit_shrinksToWhatIsAskedAndUsesTheLastCent() {
    int held = 0;
    while (reserve("h" + held, "0.07", TEAM) instanceof Reservation.Held) {
      held++;
    }
    assertThat(held).isEqualTo(1142);
    assertThat(ledger.counts().roundTrips()).isLessThan(300);
    Reservation.Refused refused = (Reservation.Refused) reserve("x", "0.07", TEAM);
    assertThat(refused.explain()).contains("team:growth", "$80", "asked $0.07");
    assertThat(refused.held()).isEqualTo(usd("79.94"));
    held("small", "0.06", TEAM);
  }

  @Test
  void reserve_severalScopes_takesFromAllOrNone() {
    held("a", "1", TEAM, ORG);
    stands(ORG, "0", "10", "0");
    Reservation.Refused refused = (Reservation.Refused) reserve("b", "79.5", TEAM, ORG);
    assertThat(refused.budget().scope()).isEqualTo(TEAM);
    now(ledger.settle("a", usd("0.5")));
    now(ledger.close());
    stands(ORG, "0.5", "0", "0");
    stands(TEAM, "0.5", "0", "0");
  }

  @Test
  void reserve_idAgain_isTheSameOrAMistake() {
    held("a", "1", TEAM);
    held("a", "1", TEAM);
    assertThatThrownBy(() -> reserve("a", "2", TEAM)).isInstanceOf(IllegalArgumentException.class);
    assertThat(now(ledger.release("a"))).isEqualTo(Ending.APPLIED);
    assertThat(now(ledger.release("a"))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(now(ledger.release("never"))).isEqualTo(Ending.UNKNOWN);
  }

  @Test
  void reserve_unknownScope_failsWithTheSharedLedgersWords() {
    assertThatThrownBy(() -> reserve("a", "1", Scope.parse("run:x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run:x");
    held("b", "1", TEAM);
  }

  @Test
  void refused_ownRestsGoBackFirst() {
    held("a", "3", TEAM);
    LeasedLedger other = instance("b", options().build());
    assertThat(now(other.reserve("big", List.of(TEAM), usd("70"))))
        .isInstanceOf(Reservation.Held.class);
    // 80 less 3 and 70 are left, which nobody has in one piece.
    held("b", "7", TEAM);
    assertThat(reserve("c", "0.01", TEAM)).isInstanceOf(Reservation.Refused.class);
    stands(TEAM, "0", "80", "0");
  }

  @Test
  void suspend_isSeenInTheSharedLedgerUnderItsOwnIdAndIsResolved() {
    held("one", "0.30", TEAM);
    held("two", "0.40", TEAM, ORG);
    now(ledger.suspend("one"));
    now(ledger.suspend("two"));
    assertThat(now(ledger.suspended()))
        .extracting(Suspense::id)
        .containsExactlyInAnyOrder("one", "two@team:growth", "two@org:acme");
    assertThat(now(ledger.settle("two", usd("1")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(now(ledger.resolve("two", usd("0.25")))).isEqualTo(Ending.APPLIED);
    LeasedLedger other = instance("b", options().build());
    held("three", "0.50", TEAM, ORG);
    now(ledger.suspend("three"));
    assertThat(now(other.resolve("three", usd("0.50")))).isEqualTo(Ending.APPLIED);
    assertThat(now(other.resolve("one", usd("0.30")))).isEqualTo(Ending.APPLIED);
    now(ledger.close());
    stands(TEAM, "1.05", "0", "0");
    stands(ORG, "0.75", "0", "0");
  }

  @Test
  void settle_aboveTheHold_isAnOverrunInTheSharedLedger() {
    held("a", "1", TEAM, ORG);
    assertThat(now(ledger.settle("a", usd("100")))).isEqualTo(Ending.APPLIED);
    assertThat(now(plain.budgets(List.of(TEAM))).get(0).overrun()).isEqualTo(usd("99"));
    assertThat(reserve("b", "0", TEAM)).isInstanceOf(Reservation.Refused.class);
    stands(TEAM, "100", "0", "0");
    stands(ORG, "100", "0", "0");
  }

  @Test
  void extend_drawsMoreAndLivesLonger() {
    held("a", "1", TEAM);
    assertThat(now(ledger.extend("a", usd("30"), Duration.ofHours(2))))
        .isEqualTo(new HoldChange.Changed(new Reservation.Held("a", usd("30"))));
    assertThat(now(ledger.extend("a", usd("90"), Duration.ofHours(2))))
        .isInstanceOf(HoldChange.Refused.class);
    time.advance(Duration.ofMinutes(90));
    assertThat(now(ledger.suspended())).isEmpty();
    now(ledger.settle("a", usd("29")));
    now(ledger.close());
    stands(TEAM, "29", "0", "0");
    assertThat(now(ledger.extend("a", usd("1"), Duration.ofHours(1))))
        .isEqualTo(new HoldChange.NotHeld(Ending.ALREADY_ENDED));
  }

  @Test
  void carve_makesAHoldOfItsOwn() {
    held("a", "1", TEAM, ORG);
    now(ledger.carve("a", "part", usd("0.4")));
    assertThat(now(ledger.carve("a", "part", usd("0.4"))))
        .isEqualTo(new HoldChange.Changed(new Reservation.Held("part", usd("0.4"))));
    assertThatThrownBy(() -> now(ledger.carve("a", "more", usd("0.7"))))
        .isInstanceOf(IllegalArgumentException.class);
    now(ledger.settle("part", usd("0.3")));
    now(ledger.suspend("a"));
    now(ledger.close());
    stands(TEAM, "0.3", "0", "0.6");
    stands(ORG, "0.3", "0", "0.6");
  }

  @Test
  void lifetimeOver_isSuspenseAndStillItsOwners() {
    now(ledger.reserve("a", List.of(TEAM), usd("1"), Duration.ofSeconds(20)));
    now(ledger.reserve("b", List.of(TEAM), usd("1"), Duration.ofSeconds(20)));
    time.advance(Duration.ofSeconds(30));
    assertThat(now(ledger.suspended())).extracting(Suspense::id).containsExactly("a", "b");
    assertThat(now(ledger.settle("a", usd("0.5")))).isEqualTo(Ending.APPLIED);
    assertThat(now(ledger.settle("a", usd("0.5")))).isEqualTo(Ending.ALREADY_ENDED);
    assertThat(now(ledger.resolve("b", usd("0.25")))).isEqualTo(Ending.APPLIED);
    assertThat(now(ledger.release("b"))).isEqualTo(Ending.ALREADY_ENDED);
    stands(TEAM, "0.75", "0", "0");
  }

  @Test
  void slice_inUse_isKeptAlive_andIdle_goesBack() {
    held("a", "1", TEAM);
    time.advance(Duration.ofSeconds(20));
    stands(TEAM, "0", "1", "0");
    time.advance(Duration.ofMinutes(30));
    stands(TEAM, "0", "1", "0");
    now(ledger.settle("a", usd("0.9")));
    stands(TEAM, "0.9", "0", "0");
    time.advance(Duration.ofMinutes(2));
    assertThat(time.pending()).isZero();
  }

  @Test
  void instanceDies_itsSlicesBecomeSuspense() {
    held("a", "1", TEAM);
    VirtualTime alone = new VirtualTime(Instant.parse("2026-11-20T10:00:00Z"));
    LeasedLedger dying =
        LeasedLedger.create(shared, "b", options().build(), alone, alone, new Random(8));
    now(dying.reserve("lost", List.of(TEAM), usd("1")));
    time.advance(Duration.ofSeconds(61));
    assertThat(now(ledger.suspended())).hasSize(1);
    assertThat(now(ledger.suspended()).get(0).id()).startsWith("lease:b-");
    stands(TEAM, "0", "1", "8.75");
  }

  @Test
  void calendarWindow_sliceServesOnlyItsOwnDay() {
    VirtualTime night = new VirtualTime(Instant.parse("2026-11-20T23:59:00Z"));
    InMemoryLedger daily = InMemoryLedger.create(List.of(new Budget(TEAM, usd("8"), DAY)), night);
    LeasedLedger leased =
        LeasedLedger.create(daily, "a", options().build(), night, night, new Random(7));
    now(leased.reserve("a", List.of(TEAM), usd("0.1")));
    assertThat(now(daily.budgets()).get(0).held()).isEqualTo(usd("1"));
    night.advance(Duration.ofMillis(59_500));
    // Within the skew: exactly what is asked.
    now(leased.reserve("b", List.of(TEAM), usd("0.1")));
    night.advance(Duration.ofMillis(500));
    assertThat(now(daily.budgets()).get(0).held()).isEqualTo(Usd.ZERO);
    now(leased.reserve("c", List.of(TEAM), usd("0.1")));
    assertThat(now(daily.budgets()).get(0).held()).isEqualTo(usd("0.1"));
    night.advance(Duration.ofSeconds(2));
    now(leased.reserve("d", List.of(TEAM), usd("0.1")));
    assertThat(now(daily.budgets()).get(0).held()).isEqualTo(usd("1.0875"));
    now(leased.settle("a", usd("0.1")));
    assertThat(now(daily.budgets()).get(0).spent()).isEqualTo(Usd.ZERO);
  }

  @Test
  void lost_refuse_failsUntilItIsBack_andEndingsAreKept() {
    held("a", "1", TEAM);
    held("b", "1", TEAM);
    shared.trouble = () -> Trouble.FAILS;
    now(ledger.suspend("a"));
    assertThatThrownBy(() -> reserve("c", "0.1", TEAM)).hasMessageContaining("cannot be reached");
    assertThat(now(ledger.settle("b", usd("0.7")))).isEqualTo(Ending.APPLIED);
    assertThat(now(ledger.suspended())).isEmpty();
    shared.trouble = () -> Trouble.NONE;
    time.advance(Duration.ofSeconds(6));
    assertThat(now(ledger.suspended())).extracting(Suspense::id).containsExactly("a");
    held("c", "0.1", TEAM);
    now(ledger.release("c"));
    now(ledger.close());
    stands(TEAM, "0.7", "0", "1");
  }

  @Test
  void lost_leasedOnly_goesOnUntilTheLifetimeEnds() {
    LeasedLedger leased = instance("b", options().onLoss(LeaseOptions.OnLoss.LEASED_ONLY).build());
    now(leased.reserve("a", List.of(TEAM), usd("1")));
    shared.trouble = () -> Trouble.FAILS;
    for (int i = 0; i < 9; i++) {
      Future<Reservation> next = leased.reserve("n" + i, List.of(TEAM), usd("0.5"));
      assertThat(next.succeeded()).as("%d", i).isTrue();
      time.advance(Duration.ofSeconds(5));
    }
    time.advance(Duration.ofSeconds(16));
    assertThat(leased.reserve("late", List.of(TEAM), usd("0.1")).failed()).isTrue();
    for (int i = 0; i < 9; i++) {
      now(leased.settle("n" + i, usd("0.5")));
    }
    stands(TEAM, "0", "0", "10");
    shared.trouble = () -> Trouble.NONE;
    time.advance(Duration.ofSeconds(10));
    // What was charged is told when the slice is settled, or with what goes back.
    stands(TEAM, "0", "5.5", "0");
    now(leased.release("a"));
    stands(TEAM, "4.5", "0", "0");
  }

  @Test
  void sharedLedgerHangs_waitersFailInTimeAndNothingIsLost() {
    shared.trouble = () -> Trouble.HANGS;
    Future<Reservation> waiting = ledger.reserve("a", List.of(TEAM), usd("1"));
    assertThat(waiting.isComplete()).isFalse();
    assertThat(ledger.reserve("a", List.of(TEAM), usd("1"))).isSameAs(waiting);
    time.advance(Duration.ofSeconds(3));
    assertThat(waiting.failed()).isTrue();
    shared.trouble = () -> Trouble.NONE;
    time.advance(Duration.ofSeconds(10));
    held("a", "1", TEAM);
  }

  @Test
  void attemptMadeAfterItsRepetitionWasRefused_isReleased() {
    shared.delay = Duration.ofSeconds(30);
    shared.trouble = () -> shared.calls == 2 ? Trouble.MADE_LATE : Trouble.NONE;
    Future<Reservation> waiting = ledger.reserve("a", List.of(TEAM), usd("1"));
    plain.reserve("all", List.of(TEAM), usd("80"), Duration.ofHours(1));
    time.advance(Duration.ofSeconds(5));
    assertThat(waiting.failed()).isTrue();
    plain.release("all");
    time.advance(Duration.ofSeconds(40));
    stands(TEAM, "0", "0", "0");
  }

  @Test
  void close_holdsInFlightStayUnderTheirOwnIds() {
    held("a", "1", TEAM, ORG);
    now(ledger.close());
    stands(TEAM, "0", "1", "0");
    stands(ORG, "0", "1", "0");
    assertThatThrownBy(() -> reserve("b", "1", TEAM)).hasMessageContaining("closed");
    assertThat(now(ledger.settle("a", usd("0.5")))).isEqualTo(Ending.APPLIED);
    stands(TEAM, "0.5", "0", "0");
    stands(ORG, "0.5", "0", "0");
    now(ledger.close());
  }

  @Test
  void put_takesBackWhatIsLeased() {
    held("a", "1", TEAM);
    now(ledger.put(new Budget(TEAM, usd("1"), TOTAL)));
    assertThat(reserve("b", "0.01", TEAM)).isInstanceOf(Reservation.Refused.class);
    assertThat(now(ledger.remove(TEAM, TOTAL))).isTrue();
    assertThatThrownBy(() -> reserve("b", "0.01", TEAM))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idsOfParts_areNeverTooLong() {
    String id = "x".repeat(200);
    held(id, "1", TEAM, ORG);
    now(ledger.suspend(id));
    assertThat(now(ledger.suspended()))
        .extracting(Suspense::id)
        .allMatch(each -> each.length() == 200);
    LeasedLedger other = instance("b", options().build());
    assertThat(now(other.resolve(id, usd("0.5")))).isEqualTo(Ending.APPLIED);
    stands(TEAM, "0.5", "9", "0");
  }
}

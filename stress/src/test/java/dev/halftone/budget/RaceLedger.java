package dev.halftone.budget;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A small ledger for one sample of a race, with a clock that stands still unless an actor moves it,
 * and short words for what its actors ask of it; amounts are in cents. It adds no synchronization
 * that could hide a race.
 */
final class RaceLedger {
  static final Scope ORG = Scope.parse("org:acme");
  static final Scope TEAM = Scope.parse("team:growth");
  static final Window TOTAL = new Window.Total();

  private static final int REMEMBERED = 4;
  private static final long NANOS_PER_CENT = 10_000_000;
  private static final int BLOCK = 64;
  private static final AtomicInteger MADE = new AtomicInteger();

  private final RaceClock clock = new RaceClock();
  private final InMemoryLedger ledger;

  RaceLedger(Budget... budgets) {
    // In turns over blocks of samples, so that each race has both.
    boolean lends = (MADE.getAndIncrement() / BLOCK) % 2 == 0;
    Lending lending = lends ? new Lending(0, 0) : Lending.WHEN_CROWDED;
    this.ledger = InMemoryLedger.create(List.of(budgets), clock, REMEMBERED, lending);
  }

  static Usd cents(long amount) {
    return Usd.ofNanos(amount * NANOS_PER_CENT);
  }

  /** A ledger with a limit on the team alone. */
  static RaceLedger ofTeam(long limit) {
    return new RaceLedger(budget(TEAM, limit));
  }

  static RaceLedger ofBoth(long org, long team) {
    return new RaceLedger(budget(ORG, org), budget(TEAM, team));
  }

  static Budget budget(Scope scope, long limit) {
    return new Budget(scope, cents(limit), TOTAL);
  }

  /** With a hold {@code a} on the team. */
  RaceLedger holding(long amount) {
    return holding("a", amount, TEAM);
  }

  RaceLedger holding(String id, long amount, Scope... scopes) {
    return holding(id, amount, BudgetLedger.USUAL_LIFETIME, scopes);
  }

  RaceLedger holding(String id, long amount, Duration lifetime, Scope... scopes) {
    reserve(id, amount, lifetime, scopes);
    return this;
  }

  RaceLedger suspended(String id) {
    suspend(id);
    return this;
  }

  RaceLedger settled(String id, long charged) {
    settle(id, charged);
    return this;
  }

  /** The same ledger, when so much time has passed for all. */
  RaceLedger later(Duration by) {
    clock.move(by);
    return this;
  }

  String reserve(String id, long amount, Scope... scopes) {
    return reserve(id, amount, BudgetLedger.USUAL_LIFETIME, scopes);
  }

  String reserve(String id, long amount, Duration lifetime, Scope... scopes) {
    try {
      Future<Reservation> answer = ledger.reserve(id, List.of(scopes), cents(amount), lifetime);
      if (answer.failed()) {
        return "CONFLICT";
      }
      return answer.result() instanceof Reservation.Held ? "HELD" : "REFUSED";
    } catch (IllegalArgumentException noBudget) {
      return "NO_BUDGET";
    }
  }

  String extend(String id, long amount) {
    return change(ledger.extend(id, cents(amount), BudgetLedger.USUAL_LIFETIME));
  }

  String carve(String id, String part, long amount) {
    return change(ledger.carve(id, part, cents(amount)));
  }

  private static String change(Future<HoldChange> answer) {
    if (answer.failed()) {
      return "CONFLICT";
    }
    HoldChange change = answer.result();
    if (change instanceof HoldChange.NotHeld notHeld) {
      return notHeld.ending().name();
    }
    return change instanceof HoldChange.Changed ? "CHANGED" : "REFUSED";
  }

  Ending settle(String id, long charged) {
    return ledger.settle(id, cents(charged)).result();
  }

  Ending release(String id) {
    return ledger.release(id).result();
  }

  Ending suspend(String id) {
    return ledger.suspend(id).result();
  }

  Ending resolve(String id, long charged) {
    return ledger.resolve(id, cents(charged)).result();
  }

  String put(Budget budget) {
    return ledger.put(budget).succeeded() ? "SET" : "FAILED";
  }

  boolean remove() {
    return ledger.remove(TEAM, TOTAL).result();
  }

  long overruns() {
    return ledger.overruns();
  }

  int history() {
    return ledger.history(HistoryQuery.all()).result().entries().size();
  }

  /** Spent, held and suspense of each budget, with strokes between them. */
  String standing() {
    return ledger.budgets().result().stream()
        .map(
            state ->
                inCents(state.spent())
                    + "/"
                    + inCents(state.held())
                    + "/"
                    + inCents(state.suspense()))
        .collect(Collectors.joining(" "));
  }

  private static long inCents(Usd amount) {
    return amount.nanos() / NANOS_PER_CENT;
  }
}

package dev.halftone.budget;

import dev.halftone.budget.Hold.State;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A ledger of one process, in memory: all is lost when the process ends.
 *
 * <p>Thread-safe, without I/O; every future is complete when it is returned. Each operation takes
 * effect on all its budgets or on none, on all of them at one moment: it locks them for some tens
 * of instructions. A budget that many threads want at once, with room for many more requests, lends
 * that room to several tills, so that they do not wait for each other.
 *
 * <p>Time comes from the clock passed in, in milliseconds. While that clock goes back the ledger
 * stands still at the latest time it saw, so that going back neither loses money nor frees any.
 *
 * <p>Memory: every budget, every hold in flight or in suspense, and the last {@value
 * #REMEMBERED_ENDINGS} that ended. A second ending of one of those is {@link Ending#ALREADY_ENDED};
 * an older id is {@link Ending#UNKNOWN}, and reserving it makes a new hold. The history goes as far
 * back as these holds do; once read, its last lines are kept, a quarter of a million at most.
 */
public final class InMemoryLedger implements BudgetLedger {
  /** How many ended holds are remembered, so that ending them again is recognised. */
  public static final int REMEMBERED_ENDINGS = 65_536;

  private static final Future<Ending> APPLIED = Future.succeededFuture(Ending.APPLIED);

  private final MonotoneClock clock;
  private final History history = new History();
  private final Limits limits;
  private final ConcurrentHashMap<String, Hold> holds;
  private final SuspendedHolds suspended;
  private final EndedHolds ended;
  private final LongAdder repeatedEndings = new LongAdder();
  private final LongAdder overruns = new LongAdder();

  private InMemoryLedger(int scopes, MonotoneClock clock, int remembered, Lending lending) {
    this.clock = clock;
    this.holds = new ConcurrentHashMap<>(2 * remembered);
    this.ended = new EndedHolds(remembered);
    this.limits = new Limits(scopes, lending, clock, history);
    this.suspended = new SuspendedHolds(holds.values(), clock, limits);
  }

  /**
   * Makes a ledger on which nothing stands yet.
   *
   * @param budgets the limits; a scope may have several, over different windows, and all must hold
   * @param clock tells the windows' time
   * @throws IllegalArgumentException if one scope has two limits over the same window
   */
  public static InMemoryLedger create(Collection<Budget> budgets, InstantSource clock) {
    return create(budgets, clock, REMEMBERED_ENDINGS, Lending.WHEN_CROWDED);
  }

  /** One that remembers fewer endings, a power of two, so that a million of them can be made. */
  static InMemoryLedger create(
      Collection<Budget> budgets, InstantSource clock, int remembered, Lending lending) {
    LedgerArguments.checkDistinct(budgets);
    InMemoryLedger ledger =
        new InMemoryLedger(budgets.size(), new MonotoneClock(clock), remembered, lending);
    budgets.forEach(ledger.limits::put);
    return ledger;
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    LedgerArguments.checkId("id of a hold", id);
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    Hold hold = new Hold(id, LedgerArguments.distinct(scopes), amount.nanos());
    while (true) {
      Scope unknown = limits.locate(hold);
      Hold earlier = holds.putIfAbsent(id, hold);
      if (earlier == null) {
        return Future.succeededFuture(decide(hold, unknown, amount, lifetime));
      }
      earlier.take();
      State state = earlier.state;
      earlier.leave();
      if (state != State.REFUSED) {
        return repeated(earlier, hold);
      }
    }
  }

  private Reservation decide(Hold hold, @Nullable Scope unknown, Usd amount, Duration lifetime) {
    try {
      if (unknown != null) {
        throw limits.unknown(unknown);
      }
      long now = hold.reservedAtMillis;
      hold.deadlineMillis = deadline(now, lifetime);
      Reservation reservation = Money.hold(hold, amount.nanos(), amount, now);
      if (reservation instanceof Reservation.Held) {
        hold.state = State.HELD;
        suspended.expect(hold.deadlineMillis);
      }
      return reservation;
    } finally {
      if (hold.state != State.HELD) {
        hold.state = State.REFUSED;
        holds.remove(hold.id, hold);
      }
      hold.leave();
    }
  }

  private static Future<Reservation> repeated(Hold earlier, Hold hold) {
    if (earlier.sameAs(hold)) {
      return Future.succeededFuture(earlier.asked());
    }
    return Future.failedFuture(
        new IllegalArgumentException(
            "id '%s' stands for a hold of $%s on %s; asked again with $%s on %s, but amount and"
                    .formatted(
                        hold.id,
                        earlier.asked().amount(),
                        earlier.scopes,
                        hold.asked().amount(),
                        hold.scopes)
                + " scopes must be the same"));
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    LedgerArguments.checkNotNegative("amount", amount);
    LedgerArguments.checkLifetime(lifetime);
    Hold hold = holds.get(id);
    if (hold == null) {
      return Future.succeededFuture(new HoldChange.NotHeld(Ending.UNKNOWN));
    }
    hold.take();
    try {
      long now = clock.millis();
      suspended.expireIfDue(hold, now);
      if (hold.state != State.HELD && hold.state != State.EXPIRED) {
        return Future.succeededFuture(notInFlight(hold));
      }
      long more = Math.max(0, amount.nanos() - hold.amount);
      Usd total = Usd.ofNanos(hold.amount + more);
      Reservation reservation =
          more > 0 ? Money.hold(hold, more, total, now) : new Reservation.Held(id, total);
      return Future.succeededFuture(
          reservation instanceof Reservation.Held held
              ? extended(hold, held, deadline(now, lifetime), now)
              : new HoldChange.Refused((Reservation.Refused) reservation));
    } finally {
      hold.leave();
    }
  }

  private HoldChange extended(
      Hold hold, Reservation.Held held, long deadlineMillis, long nowMillis) {
    if (hold.state == State.EXPIRED) {
      Money.unsuspend(hold);
      hold.state = State.HELD;
      suspended.remove(hold);
    }
    long amount = held.amount().nanos();
    boolean changed = amount > hold.amount || deadlineMillis > hold.deadlineMillis;
    hold.amount = amount;
    hold.deadlineMillis = Math.max(hold.deadlineMillis, deadlineMillis);
    suspended.expect(hold.deadlineMillis);
    if (changed) {
      hold.passed(Kind.EXTENDED, nowMillis, limits.epoch());
    }
    return new HoldChange.Changed(held);
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    LedgerArguments.checkId("id of a part", part);
    LedgerArguments.checkNotNegative("amount", amount);
    // So a history has either both or neither.
    synchronized (history) {
      Hold earlier = holds.get(part);
      if (earlier != null && earlier.isPartOf(id, amount)) {
        return Future.succeededFuture(new HoldChange.Changed(earlier.asked()));
      }
      Hold hold = holds.get(id);
      if (hold == null) {
        return Future.succeededFuture(new HoldChange.NotHeld(Ending.UNKNOWN));
      }
      hold.take();
      try {
        return carve(hold, part, amount);
      } finally {
        hold.leave();
      }
    }
  }

  private Future<HoldChange> carve(Hold hold, String id, Usd amount) {
    long now = clock.millis();
    suspended.expireIfDue(hold, now);
    if (hold.state != State.HELD && hold.state != State.EXPIRED) {
      return Future.succeededFuture(notInFlight(hold));
    }
    if (amount.nanos() > hold.amount) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "part $%s of hold '%s' is more than the $%s that it holds"
                  .formatted(amount, hold.id, Usd.ofNanos(hold.amount))));
    }
    Hold part = hold.part(id, amount, now, limits.epoch());
    if (holds.putIfAbsent(id, part) != null) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "id '%s' of a part of hold '%s' stands for another hold".formatted(id, hold.id)));
    }
    hold.carved(amount.nanos());
    if (part.state == State.EXPIRED) {
      suspended.add(part);
    }
    part.leave();
    return Future.succeededFuture(new HoldChange.Changed(part.asked()));
  }

  private static HoldChange notInFlight(Hold hold) {
    return new HoldChange.NotHeld(
        hold.state == State.REFUSED ? Ending.UNKNOWN : Ending.ALREADY_ENDED);
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return end(id, Kind.SETTLED, charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return end(id, Kind.RELEASED, Usd.ZERO);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return end(id, Kind.RESOLVED, charged);
  }

  private Future<Ending> end(String id, Kind how, Usd charged) {
    LedgerArguments.checkNotNegative("charge", charged);
    Hold hold = holds.get(id);
    if (hold == null) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    hold.take();
    try {
      long now = clock.millis();
      suspended.expireIfDue(hold, now);
      State needed = how == Kind.RESOLVED ? State.SUSPENDED : State.HELD;
      if (hold.state != needed && hold.state != State.EXPIRED) {
        return Future.succeededFuture(notEnded(hold, needed));
      }
      if (!Money.charge(hold, charged.nanos(), now)) {
        return Future.failedFuture(
            new ArithmeticException(
                "charge $%s of hold '%s' is too large to be added up; the money stays held"
                    .formatted(charged, id)));
      }
      if (hold.isSuspense()) {
        suspended.remove(hold);
      }
      hold.ended(how, now, limits.epoch(), charged.nanos());
    } finally {
      hold.leave();
    }
    if (charged.nanos() > hold.amount) {
      overruns.increment();
    }
    Hold forgotten = ended.add(hold);
    if (forgotten != null) {
      holds.remove(forgotten.id, forgotten);
    }
    return APPLIED;
  }

  @Override
  public Future<Ending> suspend(String id) {
    Hold hold = holds.get(id);
    if (hold == null) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    hold.take();
    try {
      long now = clock.millis();
      suspended.expireIfDue(hold, now);
      if (hold.state == State.HELD) {
        suspended.add(hold, State.SUSPENDED, now);
      } else if (hold.state == State.EXPIRED) {
        hold.state = State.SUSPENDED;
      } else {
        return Future.succeededFuture(notEnded(hold, State.HELD));
      }
      hold.passed(Kind.SUSPENDED, now, limits.epoch());
    } finally {
      hold.leave();
    }
    return APPLIED;
  }

  private Ending notEnded(Hold hold, State needed) {
    boolean inFlight = needed == State.SUSPENDED && hold.state == State.HELD;
    if (inFlight || hold.state == State.REFUSED) {
      return Ending.UNKNOWN;
    }
    repeatedEndings.increment();
    return Ending.ALREADY_ENDED;
  }

  @Override
  public Future<Void> put(Budget budget) {
    limits.put(budget);
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    return Future.succeededFuture(limits.remove(scope, window));
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    suspended.expire();
    return Future.succeededFuture(limits.states());
  }

  @Override
  public Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    suspended.expire();
    return Future.succeededFuture(limits.states(scopes));
  }

  @Override
  public Future<List<Suspense>> suspended() {
    suspended.expire();
    return Future.succeededFuture(suspended.all());
  }

  @Override
  public Future<HistoryPage> history(HistoryQuery query) {
    suspended.expire();
    return Future.succeededFuture(history.page(query, holds.values()));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  /** Endings of holds that had ended before, so far; each one is a caller's mistake or a retry. */
  public long repeatedEndings() {
    return repeatedEndings.sum();
  }

  /** Bills above their hold so far, over all budgets and windows. */
  public long overruns() {
    return overruns.sum();
  }

  private static long deadline(long nowMillis, Duration lifetime) {
    return Math.min(nowMillis, Long.MAX_VALUE - MAX_LIFETIME.toMillis()) + lifetime.toMillis();
  }
}

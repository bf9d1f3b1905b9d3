package dev.halftone.budget;

import dev.halftone.budget.Hold.State;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * A ledger of one process, in memory: all is lost when the process ends.
 *
 * <p>Thread-safe, without I/O; every future is complete when it is returned, and no method waits
 * longer than for a few additions. Each operation takes effect at one moment on all its scopes.
 *
 * <p>Time comes from the clock passed in, in milliseconds. While that clock goes back the ledger
 * stands still at the latest time it saw, so that going back neither loses money nor frees any.
 *
 * <p>Memory: every budget, every hold in flight or in suspense, and the last {@value
 * #REMEMBERED_ENDINGS} that ended. A second ending of one of those is {@link Ending#ALREADY_ENDED};
 * an older id is {@link Ending#UNKNOWN}, and reserving it makes a new hold.
 */
public final class InMemoryLedger implements BudgetLedger {
  /** How many ended holds are remembered, so that ending them again is recognised. */
  public static final int REMEMBERED_ENDINGS = 65_536;

  private static final int NAMED_SCOPES = 10;
  private static final Comparator<Account> BY_RANK = Comparator.comparingInt(a -> a.rank);

  private final Map<Scope, Account> accounts;
  private final List<Account> inOrder;
  private final MonotoneClock clock;
  private final ConcurrentHashMap<String, Hold> holds = new ConcurrentHashMap<>();
  private final Set<Hold> suspended = ConcurrentHashMap.newKeySet();
  private final EndedHolds ended = new EndedHolds(REMEMBERED_ENDINGS);
  private final LongAdder repeatedEndings = new LongAdder();
  private final LongAdder overruns = new LongAdder();

  private InMemoryLedger(SortedMap<Scope, List<Budget>> budgets, InstantSource clock) {
    this.accounts = new HashMap<>(budgets.size() * 2);
    this.inOrder = new ArrayList<>(budgets.size());
    this.clock = new MonotoneClock(clock);
    budgets.forEach(
        (scope, ofScope) -> {
          Account account = new Account(scope, inOrder.size(), ofScope);
          accounts.put(scope, account);
          inOrder.add(account);
        });
  }

  /**
   * Makes a ledger on which nothing stands yet.
   *
   * @param budgets the limits; a scope may have several, over different windows, and all must hold
   * @param clock tells the windows' time
   * @throws IllegalArgumentException if one scope has two limits over the same window
   */
  public static InMemoryLedger create(Collection<Budget> budgets, InstantSource clock) {
    TreeMap<Scope, List<Budget>> byScope = new TreeMap<>();
    for (Budget budget : budgets) {
      List<Budget> ofScope = byScope.computeIfAbsent(budget.scope(), s -> new ArrayList<>(1));
      for (Budget other : ofScope) {
        if (other.window().equals(budget.window())) {
          throw new IllegalArgumentException(
              "budget %s has two limits over the window '%s': $%s and $%s; one is allowed"
                  .formatted(budget.scope(), budget.window(), other.limit(), budget.limit()));
        }
      }
      ofScope.add(budget);
    }
    return new InMemoryLedger(byScope, clock);
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "id of a hold has %d characters; allowed are 1 to %d"
              .formatted(id.length(), MAX_ID_LENGTH));
    }
    checkNotNegative("amount", amount);
    Hold hold = new Hold(new Reservation.Held(id, amount), accountsOf(scopes));
    while (true) {
      Hold earlier;
      synchronized (hold) {
        // Known only once its monitor is taken: whoever finds it waits until it is decided.
        earlier = holds.putIfAbsent(id, hold);
        if (earlier == null) {
          return Future.succeededFuture(decide(hold));
        }
      }
      synchronized (earlier) {
        if (earlier.state != State.REFUSED) {
          return repeated(earlier, hold);
        }
      }
    }
  }

  private Reservation decide(Hold hold) {
    try {
      Reservation answer = admit(hold);
      hold.state = answer instanceof Reservation.Held ? State.HELD : State.REFUSED;
      return answer;
    } finally {
      if (hold.state != State.HELD) {
        hold.state = State.REFUSED;
        holds.remove(hold.id(), hold);
      }
    }
  }

  private Reservation admit(Hold hold) {
    hold.lockAccounts();
    try {
      // Read under the locks: so the time on each account never goes back either.
      hold.reservedAtMillis = clock.millis();
      hold.advanceAccounts(hold.reservedAtMillis);
      for (Account account : hold.accounts) {
        Reservation.Refused refusal = account.refusal(hold.reservation.amount());
        if (refusal != null) {
          return refusal;
        }
      }
      for (Account account : hold.accounts) {
        account.hold(hold.amount());
      }
      return hold.reservation;
    } finally {
      hold.unlockAccounts();
    }
  }

  private static Future<Reservation> repeated(Hold earlier, Hold hold) {
    if (earlier.sameAs(hold)) {
      return Future.succeededFuture(earlier.reservation);
    }
    return Future.failedFuture(
        new IllegalArgumentException(
            "id '%s' stands for a hold of $%s on %d scopes; asked again with $%s on %d scopes, but"
                    .formatted(
                        hold.id(),
                        earlier.reservation.amount(),
                        earlier.accounts.length,
                        hold.reservation.amount(),
                        hold.accounts.length)
                + " amount and scopes must be the same"));
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return end(id, State.HELD, charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return end(id, State.HELD, Usd.ZERO);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return end(id, State.SUSPENDED, charged);
  }

  private Future<Ending> end(String id, State from, Usd charged) {
    checkNotNegative("charge", charged);
    Hold hold = holds.get(id);
    if (hold == null) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    synchronized (hold) {
      if (hold.state != from) {
        return Future.succeededFuture(notEnded(hold, from));
      }
      if (!charge(hold, charged.nanos())) {
        return Future.failedFuture(
            new ArithmeticException(
                "charge $%s of hold '%s' is too large to be added up; the money stays held"
                    .formatted(charged, id)));
      }
      hold.state = State.ENDED;
      if (from == State.SUSPENDED) {
        suspended.remove(hold);
      }
    }
    if (charged.nanos() > hold.amount()) {
      overruns.increment();
    }
    Hold forgotten = ended.add(hold);
    if (forgotten != null) {
      holds.remove(forgotten.id(), forgotten);
    }
    return Future.succeededFuture(Ending.APPLIED);
  }

  private boolean charge(Hold hold, long charged) {
    hold.lockAccounts();
    try {
      long now = clock.millis();
      hold.advanceAccounts(now);
      for (Account account : hold.accounts) {
        if (!account.canCharge(hold, charged)) {
          return false;
        }
      }
      for (Account account : hold.accounts) {
        account.charge(hold, charged, now);
      }
      return true;
    } finally {
      hold.unlockAccounts();
    }
  }

  @Override
  public Future<Ending> suspend(String id) {
    Hold hold = holds.get(id);
    if (hold == null) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    synchronized (hold) {
      if (hold.state != State.HELD) {
        return Future.succeededFuture(notEnded(hold, State.HELD));
      }
      hold.lockAccounts();
      try {
        hold.suspendedAtMillis = clock.millis();
        hold.advanceAccounts(hold.suspendedAtMillis);
        for (Account account : hold.accounts) {
          account.suspend(hold);
        }
      } finally {
        hold.unlockAccounts();
      }
      hold.state = State.SUSPENDED;
      suspended.add(hold);
    }
    return Future.succeededFuture(Ending.APPLIED);
  }

  private Ending notEnded(Hold hold, State from) {
    boolean inFlight = from == State.SUSPENDED && hold.state == State.HELD;
    if (inFlight || hold.state == State.REFUSED) {
      return Ending.UNKNOWN;
    }
    repeatedEndings.increment();
    return Ending.ALREADY_ENDED;
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    List<BudgetState> states = new ArrayList<>(inOrder.size());
    for (Account account : inOrder) {
      account.lock();
      try {
        account.advance(clock.millis());
        states.addAll(account.states());
      } finally {
        account.unlock();
      }
    }
    return Future.succeededFuture(List.copyOf(states));
  }

  @Override
  public Future<List<Suspense>> suspended() {
    return Future.succeededFuture(
        suspended.stream()
            .map(this::suspense)
            .sorted(Comparator.comparing(Suspense::since).thenComparing(Suspense::id))
            .toList());
  }

  private Suspense suspense(Hold hold) {
    return new Suspense(
        hold.id(),
        Arrays.stream(hold.accounts).map(account -> account.scope).toList(),
        hold.reservation.amount(),
        Instant.ofEpochMilli(hold.suspendedAtMillis));
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> put(Budget budget) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<HistoryPage> history(HistoryQuery query) {
    throw new UnsupportedOperationException();
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

  private Account[] accountsOf(Collection<Scope> scopes) {
    Account[] found = new Account[scopes.size()];
    int count = 0;
    for (Scope scope : scopes) {
      found[count++] = accountOf(scope);
    }
    Arrays.sort(found, BY_RANK);
    for (int i = 1; i < found.length; i++) {
      if (found[i] == found[i - 1]) {
        throw new IllegalArgumentException(
            "scope '%s' is to be charged twice; name each once".formatted(found[i].scope));
      }
    }
    return found;
  }

  private Account accountOf(Scope scope) {
    Account account = accounts.get(scope);
    if (account != null) {
      return account;
    }
    String known =
        inOrder.stream()
            .limit(NAMED_SCOPES)
            .map(each -> each.scope.toString())
            .collect(Collectors.joining(", "));
    int more = inOrder.size() - NAMED_SCOPES;
    throw new IllegalArgumentException(
        "scope '%s' has no budget; those that have one: %s%s"
            .formatted(
                scope,
                known.isEmpty() ? "none" : known,
                more > 0 ? " and %d more".formatted(more) : ""));
  }

  private static void checkNotNegative(String name, Usd value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s $%s must not be negative; allowed are $0 and more".formatted(name, value));
    }
  }
}

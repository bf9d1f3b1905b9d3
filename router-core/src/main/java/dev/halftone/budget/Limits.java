package dev.halftone.budget;

import dev.halftone.budget.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which scope has which limits. Changes are made one by one, under the history's monitor. */
final class Limits {
  private static final int NAMED_SCOPES = 10;

  private final Map<Scope, Account> accounts;
  private final MonotoneClock clock;
  private final History history;

  /** Twice the changes so far; odd while one is made. */
  private volatile long epoch;

  private volatile Order order = new Order(-1, List.of());

  /** All accounts in scope order, as they were under so many changes. */
  private record Order(long epoch, List<Account> accounts) {}

  Limits(int expected, MonotoneClock clock, History history) {
    this.accounts = new ConcurrentHashMap<>(Math.max(16, expected));
    this.clock = clock;
    this.history = history;
  }

  long epoch() {
    return epoch;
  }

  /** The limit that stood there before, if any. */
  @Nullable Budget put(Budget budget) {
    synchronized (history) {
      long now = begin();
      try {
        Tally tally = tally(budget.scope(), budget.window());
        Budget before = tally == null ? null : tally.budget();
        if (tally != null) {
          tally.put(budget);
        } else {
          Account account = accounts.get(budget.scope());
          accounts.put(budget.scope(), account == null ? Account.of(budget) : account.with(budget));
        }
        history.changed(now, Kind.BUDGET_SET, epoch + 1, budget);
        return before;
      } finally {
        end();
      }
    }
  }

  boolean remove(Scope scope, Window window) {
    synchronized (history) {
      Tally tally = tally(scope, window);
      if (tally == null) {
        return false;
      }
      long now = begin();
      try {
        accounts.computeIfPresent(
            scope, (s, account) -> account.tallies.length == 1 ? null : account.without(tally));
        history.changed(now, Kind.BUDGET_REMOVED, epoch + 1, tally.budget());
        return true;
      } finally {
        end();
      }
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the history's monitor
  private long begin() {
    long now = clock.millis();
    epoch++;
    return now;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the history's monitor
  private void end() {
    epoch++;
  }

  private @Nullable Tally tally(Scope scope, Window window) {
    Account account = accounts.get(scope);
    if (account != null) {
      for (Tally tally : account.tallies) {
        if (tally.budget().window().equals(window)) {
          return tally;
        }
      }
    }
    return null;
  }

  /**
   * Finds the present periods of a hold's scopes, and notes the time and the limits it found them
   * at: all three belong to one instant.
   */
  void locate(Hold hold) {
    while (true) {
      long before = epoch;
      if ((before & 1) == 0) {
        long now = clock.millis();
        Period[] found = periods(hold.scopes, now);
        if (found != null && epoch == before) {
          hold.periods = found;
          hold.reservedAtMillis = now;
          hold.reservedEpoch = before;
          return;
        }
      }
      Thread.onSpinWait();
    }
  }

  /** Null if one began after this time, because another thread saw a later one. */
  private Period @Nullable [] periods(List<Scope> scopes, long nowMillis) {
    Period[] found = new Period[scopes.size()];
    int count = 0;
    for (Scope scope : scopes) {
      for (Tally tally : account(scope).tallies) {
        Period period = tally.period(nowMillis);
        if (period.startMillis > nowMillis) {
          return null;
        }
        found = count < found.length ? found : Arrays.copyOf(found, count * 2);
        found[count++] = period;
      }
    }
    return count == found.length ? found : Arrays.copyOf(found, count);
  }

  private Account account(Scope scope) {
    Account account = accounts.get(scope);
    if (account != null) {
      return account;
    }
    List<Account> all = inOrder();
    String known =
        all.stream()
            .limit(NAMED_SCOPES)
            .map(each -> each.scope.toString())
            .collect(Collectors.joining(", "));
    int more = all.size() - NAMED_SCOPES;
    throw new IllegalArgumentException(
        "scope '%s' has no budget; those that have one: %s%s"
            .formatted(
                scope,
                known.isEmpty() ? "none" : known,
                more > 0 ? " and %d more".formatted(more) : ""));
  }

  List<BudgetState> states() {
    return states(inOrder().stream());
  }

  List<BudgetState> states(Collection<Scope> scopes) {
    return states(
        scopes.stream().sorted().distinct().map(accounts::get).filter(account -> account != null));
  }

  private List<BudgetState> states(Stream<Account> of) {
    List<BudgetState> states = new ArrayList<>();
    of.forEach(
        account -> {
          for (Tally tally : account.tallies) {
            long now = clock.millis();
            states.add(tally.period(now).state(now));
          }
        });
    return List.copyOf(states);
  }

  /** Takes no lock: a hold that is being decided asks for it, and a history waits for that hold. */
  private List<Account> inOrder() {
    long now = epoch;
    Order known = order;
    if (known.epoch == now) {
      return known.accounts;
    }
    // Counted before it is read: one found while a limit was set is never taken for the next.
    Account[] found = accounts.values().toArray(Account[]::new);
    Arrays.sort(found, Comparator.comparing(account -> account.scope));
    known = new Order(now, List.of(found));
    order = known;
    return known.accounts;
  }
}

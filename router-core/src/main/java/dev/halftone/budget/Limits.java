package dev.halftone.budget;

import dev.halftone.budget.LedgerEntry.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which scope has which limits, over which windows at present. Limits are changed one by one, under
 * the history's monitor; the map's own guards its changes and those of {@link Period#next}.
 */
final class Limits {
  /** The present window of each scope's first limit, which knows those of the others. */
  private final Map<Scope, Period> present;

  private final Lending lending;
  private final MonotoneClock clock;
  private final History history;

  /** Twice the changes so far; odd while one is made. */
  private volatile long epoch;

  private volatile Order order = new Order(-1, List.of());

  /** All scopes in order, as they were under so many changes. */
  private record Order(long epoch, List<Scope> scopes) {}

  Limits(int expected, Lending lending, MonotoneClock clock, History history) {
    this.present = new ConcurrentHashMap<>(Math.max(16, expected));
    this.lending = lending;
    this.clock = clock;
    this.history = history;
  }

  long epoch() {
    return epoch;
  }

  void put(Budget budget) {
    synchronized (history) {
      long now = begin();
      try {
        set(budget);
        history.changed(now, Kind.BUDGET_SET, epoch + 1, budget);
      } finally {
        end();
      }
    }
  }

  private void set(Budget budget) {
    synchronized (present) {
      Period last = null;
      for (Period each = present.get(budget.scope()); each != null; each = each.next) {
        if (each.hasWindow(budget.window())) {
          each.tally.budget = budget;
          each.put(budget);
          return;
        }
        last = each;
      }
      link(budget.scope(), last, Period.first(budget, lending));
    }
  }

  boolean remove(Scope scope, Window window) {
    synchronized (history) {
      long now = begin();
      try {
        Budget removed = unset(scope, window);
        if (removed != null) {
          history.changed(now, Kind.BUDGET_REMOVED, epoch + 1, removed);
        }
        return removed != null;
      } finally {
        end();
      }
    }
  }

  private @Nullable Budget unset(Scope scope, Window window) {
    synchronized (present) {
      Period before = null;
      for (Period each = present.get(scope); each != null; each = each.next) {
        if (each.hasWindow(window)) {
          link(scope, before, each.next);
          return each.tally.budget;
        }
        before = each;
      }
      return null;
    }
  }

  /** Puts a window, and those that it knows, after another one of the same scope. */
  private void link(Scope scope, @Nullable Period before, @Nullable Period period) {
    if (before != null) {
      before.next = period;
    } else if (period != null) {
      present.put(scope, period);
    } else {
      present.remove(scope);
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

  /**
   * Finds the present periods of a hold's scopes, and notes the time and the limits it found them
   * at: all three belong to one instant.
   *
   * @return a scope without a limit; null if all have one
   */
  @Nullable Scope locate(Hold hold) {
    while (true) {
      long before = epoch;
      if ((before & 1) == 0) {
        long now = clock.millis();
        Scope unknown = locate(hold, now);
        if (epoch == before && (unknown != null || hold.hasBegun(now))) {
          hold.reservedAtMillis = now;
          hold.reservedEpoch = before;
          return unknown;
        }
      }
      Thread.onSpinWait();
    }
  }

  private @Nullable Scope locate(Hold hold, long nowMillis) {
    Period[] found = new Period[hold.scopes.size()];
    int count = 0;
    for (int i = 0; i < hold.scopes.size(); i++) {
      Scope scope = hold.scopes.get(i);
      Period first = present.get(scope);
      if (first == null) {
        return scope;
      }
      for (Period period = first; period != null; period = period.next) {
        period = nowMillis < period.endMillis ? period : renewed(scope, period, nowMillis);
        found = count < found.length ? found : Arrays.copyOf(found, count * 2);
        found[count++] = period;
      }
    }
    hold.periods = count == found.length ? found : Arrays.copyOf(found, count);
    return null;
  }

  /** The window that follows one that has ended, or has already followed it. */
  private Period renewed(Scope scope, Period ended, long nowMillis) {
    synchronized (present) {
      Period before = null;
      Period period = present.get(scope);
      while (period != null && period.tally != ended.tally) {
        before = period;
        period = period.next;
      }
      if (period == null || nowMillis < period.endMillis) {
        // Its limit was removed meanwhile, which the caller sees; or another thread was first.
        return period == null ? ended : period;
      }
      Period following = period.following(nowMillis);
      following.next = period.next;
      link(scope, before, following);
      return following;
    }
  }

  /** What to say of a scope without a limit. */
  IllegalArgumentException unknown(Scope scope) {
    List<Scope> all = inOrder();
    return LedgerArguments.noBudget(scope, all.stream(), all.size());
  }

  List<BudgetState> states() {
    return states(inOrder().stream());
  }

  List<BudgetState> states(Collection<Scope> scopes) {
    return states(scopes.stream().sorted().distinct());
  }

  private List<BudgetState> states(Stream<Scope> scopes) {
    List<BudgetState> states = new ArrayList<>();
    scopes.forEach(
        scope -> {
          for (Period period = present.get(scope); period != null; period = period.next) {
            long now = clock.millis();
            period = now < period.endMillis ? period : renewed(scope, period, now);
            states.add(period.state(now));
          }
        });
    return List.copyOf(states);
  }

  /** Takes no lock: a hold that is being decided asks for it, and a history waits for that hold. */
  private List<Scope> inOrder() {
    long now = epoch;
    Order known = order;
    if (known.epoch != now) {
      // Counted before it is read: one found while a limit was set is never taken for the next.
      Scope[] found = present.keySet().toArray(Scope[]::new);
      Arrays.sort(found);
      known = new Order(now, List.of(found));
      order = known;
    }
    return known.scopes;
  }
}

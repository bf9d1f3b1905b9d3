package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.HistoryPage;
import dev.halftone.budget.HistoryQuery;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The shared ledger as simply as can be: sums are added up anew each time. */
final class PlainLedger implements BudgetLedger {
  private enum Stage {
    HELD,
    SUSPENDED,
    ENDED
  }

  private static final class Entry {
    final List<Scope> scopes;
    final Instant reserved;
    String origin = "";
    Usd asked;
    Usd amount;
    Usd charged = Usd.ZERO;
    Instant until;
    Stage stage = Stage.HELD;

    Entry(List<Scope> scopes, Usd amount, Instant reserved, Instant until) {
      this.scopes = scopes;
      this.asked = amount;
      this.amount = amount;
      this.reserved = reserved;
      this.until = until;
    }
  }

  private final List<Budget> budgets;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  PlainLedger(List<Budget> budgets, InstantSource clock) {
    this.budgets = new ArrayList<>(budgets);
    this.clock = clock;
  }

  @Override
  public synchronized Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    List<Scope> sorted = scopes.stream().sorted().toList();
    for (Scope scope : sorted) {
      if (budgets.stream().noneMatch(budget -> budget.scope().equals(scope))) {
        throw new IllegalArgumentException("scope '%s' has no budget".formatted(scope));
      }
    }
    Entry known = entries.get(id);
    if (known != null) {
      return known.asked.equals(amount) && known.scopes.equals(sorted)
          ? Future.succeededFuture(new Reservation.Held(id, amount))
          : Future.failedFuture(new IllegalArgumentException("id '%s' is used".formatted(id)));
    }
    for (Budget budget : budgets) {
      if (sorted.contains(budget.scope())
          && amount.nanos() > budget.limit().nanos() - state(budget).committed().nanos()) {
        BudgetState state = state(budget);
        return Future.succeededFuture(
            new Reservation.Refused(budget, state.spent(), state.held(), state.suspense(), amount));
      }
    }
    Instant now = clock.instant();
    entries.put(id, new Entry(sorted, amount, now, now.plus(lifetime)));
    return Future.succeededFuture(new Reservation.Held(id, amount));
  }

  @Override
  public synchronized Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    Entry entry = entries.get(id);
    if (entry == null || entry.stage != Stage.HELD) {
      return Future.succeededFuture(
          new HoldChange.NotHeld(entry == null ? Ending.UNKNOWN : Ending.ALREADY_ENDED));
    }
    Instant until = clock.instant().plus(lifetime);
    entry.until = entry.until.isAfter(until) ? entry.until : until;
    return Future.succeededFuture(new HoldChange.Changed(new Reservation.Held(id, entry.amount)));
  }

  @Override
  public synchronized Future<HoldChange> carve(String id, String part, Usd amount) {
    Entry known = entries.get(part);
    if (known != null && known.origin.equals(id) && known.asked.equals(amount)) {
      return Future.succeededFuture(new HoldChange.Changed(new Reservation.Held(part, amount)));
    }
    Entry entry = entries.get(id);
    if (entry == null || entry.stage != Stage.HELD) {
      return Future.succeededFuture(
          new HoldChange.NotHeld(entry == null ? Ending.UNKNOWN : Ending.ALREADY_ENDED));
    }
    if (known != null || amount.isMoreThan(entry.amount)) {
      return Future.failedFuture(new IllegalArgumentException("part '%s'".formatted(part)));
    }
    entry.amount = entry.amount.minus(amount);
    Entry carved = new Entry(entry.scopes, amount, entry.reserved, entry.until);
    carved.origin = id;
    entries.put(part, carved);
    return Future.succeededFuture(new HoldChange.Changed(new Reservation.Held(part, amount)));
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return end(id, charged, Stage.ENDED, entry -> entry.stage == Stage.HELD);
  }

  @Override
  public Future<Ending> release(String id) {
    return settle(id, Usd.ZERO);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return end(id, Usd.ZERO, Stage.SUSPENDED, entry -> entry.stage == Stage.HELD);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return end(id, charged, Stage.ENDED, this::isSuspense);
  }

  private synchronized Future<Ending> end(
      String id, Usd charged, Stage to, Predicate<Entry> allowed) {
    Entry entry = entries.get(id);
    if (entry == null) {
      return Future.succeededFuture(Ending.UNKNOWN);
    }
    if (!allowed.test(entry)) {
      return Future.succeededFuture(
          entry.stage == Stage.HELD ? Ending.UNKNOWN : Ending.ALREADY_ENDED);
    }
    entry.stage = to;
    entry.charged = charged;
    return Future.succeededFuture(Ending.APPLIED);
  }

  private boolean isSuspense(Entry entry) {
    return entry.stage == Stage.SUSPENDED
        || (entry.stage == Stage.HELD && !clock.instant().isBefore(entry.until));
  }

  @Override
  public synchronized Future<List<BudgetState>> budgets() {
    return Future.succeededFuture(budgets.stream().map(this::state).toList());
  }

  @Override
  public synchronized Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    return Future.succeededFuture(
        budgets.stream().filter(each -> scopes.contains(each.scope())).map(this::state).toList());
  }

  private BudgetState state(Budget budget) {
    Usd spent = Usd.ZERO;
    Usd held = Usd.ZERO;
    Usd suspense = Usd.ZERO;
    Usd overrun = Usd.ZERO;
    for (Entry entry : entries.values()) {
      if (!entry.scopes.contains(budget.scope()) || !counts(budget.window(), entry)) {
        continue;
      }
      if (entry.stage == Stage.ENDED) {
        spent = spent.plus(entry.charged);
        overrun = overrun.plus(entry.charged.minus(entry.amount).max(Usd.ZERO));
      } else if (isSuspense(entry)) {
        suspense = suspense.plus(entry.amount);
      } else {
        held = held.plus(entry.amount);
      }
    }
    return new BudgetState(budget, spent, held, suspense, overrun, 0);
  }

  private boolean counts(Window window, Entry entry) {
    return !(window instanceof Window.Calendar calendar)
        || calendar.start(entry.reserved).equals(calendar.start(clock.instant()));
  }

  @Override
  public synchronized Future<List<Suspense>> suspended() {
    return Future.succeededFuture(
        entries.entrySet().stream()
            .filter(each -> isSuspense(each.getValue()))
            .map(
                each ->
                    new Suspense(
                        each.getKey(),
                        each.getValue().scopes,
                        each.getValue().amount,
                        each.getValue().until))
            .toList());
  }

  @Override
  public synchronized Future<Void> put(Budget budget) {
    budgets.removeIf(
        each -> each.scope().equals(budget.scope()) && each.window().equals(budget.window()));
    budgets.add(budget);
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Boolean> remove(Scope scope, Window window) {
    return Future.succeededFuture(
        budgets.removeIf(each -> each.scope().equals(scope) && each.window().equals(window)));
  }

  @Override
  public Future<HistoryPage> history(HistoryQuery query) {
    return Future.succeededFuture(new HistoryPage(List.of(), null));
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}

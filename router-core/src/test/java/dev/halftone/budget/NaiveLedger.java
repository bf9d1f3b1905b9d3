package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The reference a ledger is compared with: it keeps every hold for ever and adds everything up anew
 * for each question, in unbounded numbers. Slow, single-threaded, and meant to be read.
 */
final class NaiveLedger {
  enum Stage {
    HELD,
    SUSPENDED,
    SETTLED
  }

  private static final class Entry {
    final List<Scope> scopes;
    final long amount;
    final Instant reserved;
    Stage stage = Stage.HELD;
    long charged;
    Instant settled = Instant.MIN;

    Entry(List<Scope> scopes, long amount, Instant reserved) {
      this.scopes = scopes;
      this.amount = amount;
      this.reserved = reserved;
    }
  }

  private final List<Budget> budgets;
  private final long[] refusals;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private Instant now = Instant.MIN;
  long repeatedEndings;

  /**
   * @param budgets in scope order
   */
  NaiveLedger(List<Budget> budgets) {
    this.budgets = budgets;
    this.refusals = new long[budgets.size()];
  }

  void see(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
  }

  /** Whether it is held. A known id is taken to be asked for with the same scopes and amount. */
  boolean reserve(String id, List<Scope> scopes, long amount) {
    if (entries.containsKey(id)) {
      return true;
    }
    for (int i = 0; i < budgets.size(); i++) {
      Budget budget = budgets.get(i);
      BigInteger limit = BigInteger.valueOf(budget.limit().nanos());
      if (scopes.contains(budget.scope())
          && committed(budget).add(BigInteger.valueOf(amount)).compareTo(limit) > 0) {
        refusals[i]++;
        return false;
      }
    }
    entries.put(id, new Entry(scopes, amount, now));
    return true;
  }

  Ending end(String id, Stage from, Stage to, long charged) {
    Entry entry = entries.get(id);
    if (entry == null || (from == Stage.SUSPENDED && entry.stage == Stage.HELD)) {
      return Ending.UNKNOWN;
    }
    if (entry.stage != from) {
      repeatedEndings++;
      return Ending.ALREADY_ENDED;
    }
    entry.stage = to;
    entry.charged = charged;
    entry.settled = now;
    return Ending.APPLIED;
  }

  boolean knows(String id) {
    return entries.containsKey(id);
  }

  List<Scope> scopes(String id) {
    Entry entry = entries.get(id);
    return entry == null ? List.of() : entry.scopes;
  }

  /** The amount of a known id, or 0. */
  long amount(String id) {
    Entry entry = entries.get(id);
    return entry == null ? 0 : entry.amount;
  }

  List<BudgetState> budgets() {
    List<BudgetState> states = new ArrayList<>();
    for (int i = 0; i < budgets.size(); i++) {
      Budget budget = budgets.get(i);
      states.add(
          new BudgetState(
              budget,
              Usd.ofNanos(sum(budget, Stage.SETTLED, false).longValueExact()),
              Usd.ofNanos(sum(budget, Stage.HELD, false).longValueExact()),
              Usd.ofNanos(sum(budget, Stage.SUSPENDED, false).longValueExact()),
              Usd.ofNanos(sum(budget, Stage.SETTLED, true).longValueExact()),
              refusals[i]));
    }
    return states;
  }

  List<String> suspended() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().stage == Stage.SUSPENDED)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private BigInteger committed(Budget budget) {
    return sum(budget, Stage.SETTLED, false)
        .add(sum(budget, Stage.HELD, false))
        .add(sum(budget, Stage.SUSPENDED, false));
  }

  private BigInteger sum(Budget budget, Stage stage, boolean onlyOverrun) {
    Predicate<Entry> counts =
        entry ->
            entry.scopes.contains(budget.scope())
                && entry.stage == stage
                && inWindow(budget.window(), entry);
    return entries.values().stream()
        .filter(counts)
        .map(entry -> onlyOverrun ? overrun(entry) : counted(entry))
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static BigInteger counted(Entry entry) {
    return BigInteger.valueOf(entry.stage == Stage.SETTLED ? entry.charged : entry.amount);
  }

  private static BigInteger overrun(Entry entry) {
    return BigInteger.valueOf(Math.max(0, entry.charged - entry.amount));
  }

  private boolean inWindow(Window window, Entry entry) {
    if (window instanceof Window.Calendar calendar) {
      LocalDate then = LocalDate.ofInstant(entry.reserved, calendar.zone());
      LocalDate today = LocalDate.ofInstant(now, calendar.zone());
      return switch (calendar.unit()) {
        case DAY -> then.equals(today);
        case WEEK -> week(then).equals(week(today));
        case MONTH -> then.getYear() == today.getYear() && then.getMonth() == today.getMonth();
      };
    }
    if (window instanceof Window.Rolling rolling) {
      if (entry.stage != Stage.SETTLED) {
        return true;
      }
      // Exact only because the windows compared have slices of one millisecond.
      Instant settled = entry.settled.truncatedTo(ChronoUnit.MILLIS);
      return now.isBefore(settled.plus(rolling.length()));
    }
    return true;
  }

  private static List<Integer> week(LocalDate date) {
    return List.of(
        date.get(WeekFields.ISO.weekBasedYear()), date.get(WeekFields.ISO.weekOfWeekBasedYear()));
  }
}

package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  /** A limit, and which one of its kind: one that was taken away and set again is another. */
  private static final class Limit {
    Budget budget;
    long refusals;

    Limit(Budget budget) {
      this.budget = budget;
    }
  }

  private static final class Entry {
    final List<Scope> scopes;
    final List<Limit> limits;
    final long first;
    final Instant reserved;
    final String origin;
    Instant deadline;
    long amount;
    Stage stage = Stage.HELD;
    long charged;
    Instant settled = Instant.MIN;

    Entry(
        List<Scope> scopes,
        List<Limit> limits,
        long amount,
        Instant reserved,
        Instant deadline,
        String origin) {
      this.scopes = scopes;
      this.limits = limits;
      this.first = amount;
      this.amount = amount;
      this.reserved = reserved;
      this.deadline = deadline;
      this.origin = origin;
    }
  }

  private final List<Limit> limits = new ArrayList<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private Instant now = Instant.MIN;
  long repeatedEndings;

  NaiveLedger(List<Budget> budgets) {
    budgets.forEach(this::put);
  }

  void see(Instant instant) {
    now = instant.isAfter(now) ? instant : now;
  }

  void put(Budget budget) {
    for (Limit limit : limits) {
      if (limit.budget.scope().equals(budget.scope())
          && limit.budget.window().equals(budget.window())) {
        limit.budget = budget;
        return;
      }
    }
    limits.add(new Limit(budget));
    limits.sort(Comparator.comparing(limit -> limit.budget.scope()));
  }

  boolean remove(Scope scope, Window window) {
    return limits.removeIf(
        limit -> limit.budget.scope().equals(scope) && limit.budget.window().equals(window));
  }

  /** Whether it is held. A known id is taken to be asked for with the same scopes and amount. */
  boolean reserve(String id, List<Scope> scopes, long amount, Duration lifetime) {
    if (entries.containsKey(id)) {
      return true;
    }
    List<Limit> charged =
        limits.stream().filter(limit -> scopes.contains(limit.budget.scope())).toList();
    if (!admits(charged, amount, now)) {
      return false;
    }
    entries.put(id, new Entry(scopes, charged, amount, now, now.plus(lifetime), ""));
    return true;
  }

  private boolean admits(List<Limit> charged, long amount, Instant reserved) {
    for (Limit limit : charged) {
      BigInteger most = BigInteger.valueOf(limit.budget.limit().nanos());
      if (committed(limit, reserved).add(BigInteger.valueOf(amount)).compareTo(most) > 0) {
        limit.refusals++;
        return false;
      }
    }
    return true;
  }

  /** What the hold holds afterwards; null if it is refused, or not in flight. */
  @Nullable Long extend(String id, long amount, Duration lifetime) {
    Entry entry = entries.get(id);
    if (entry == null || entry.stage != Stage.HELD) {
      return null;
    }
    long more = Math.max(0, amount - entry.amount);
    if (more > 0 && !admits(entry.limits, more, entry.reserved)) {
      return null;
    }
    entry.amount += more;
    Instant longer = now.plus(lifetime);
    entry.deadline = longer.isAfter(entry.deadline) ? longer : entry.deadline;
    return entry.amount;
  }

  /** Whether the part is a hold of its own afterwards. */
  boolean carve(String id, String part, long amount) {
    Entry known = entries.get(part);
    if (known != null) {
      return known.origin.equals(id) && known.first == amount;
    }
    Entry entry = entries.get(id);
    if (entry == null || entry.stage != Stage.HELD || amount > entry.amount) {
      return false;
    }
    entry.amount -= amount;
    entries.put(
        part, new Entry(entry.scopes, entry.limits, amount, entry.reserved, entry.deadline, id));
    return true;
  }

  Ending end(String id, Stage from, Stage to, long charged) {
    Entry entry = entries.get(id);
    if (entry == null || (from == Stage.SUSPENDED && stage(entry) == Stage.HELD)) {
      return Ending.UNKNOWN;
    }
    if (entry.stage != from && stage(entry) != from) {
      repeatedEndings++;
      return Ending.ALREADY_ENDED;
    }
    entry.stage = to;
    entry.charged = charged;
    entry.settled = now;
    return Ending.APPLIED;
  }

  /** A hold whose lifetime is over is in suspense, though its owner may still end it. */
  private Stage stage(Entry entry) {
    return entry.stage == Stage.HELD && !now.isBefore(entry.deadline)
        ? Stage.SUSPENDED
        : entry.stage;
  }

  boolean knows(String id) {
    return entries.containsKey(id);
  }

  List<Scope> scopes(String id) {
    Entry entry = entries.get(id);
    return entry == null ? List.of() : entry.scopes;
  }

  /** What a known id was first asked for with, or 0. */
  long first(String id) {
    Entry entry = entries.get(id);
    return entry == null ? 0 : entry.first;
  }

  /** What a known id holds, or 0. */
  long amount(String id) {
    Entry entry = entries.get(id);
    return entry == null ? 0 : entry.amount;
  }

  List<BudgetState> budgets() {
    List<BudgetState> states = new ArrayList<>();
    for (Limit limit : limits) {
      states.add(
          new BudgetState(
              limit.budget,
              Usd.ofNanos(sum(limit, Stage.SETTLED, false, now).longValueExact()),
              Usd.ofNanos(sum(limit, Stage.HELD, false, now).longValueExact()),
              Usd.ofNanos(sum(limit, Stage.SUSPENDED, false, now).longValueExact()),
              Usd.ofNanos(sum(limit, Stage.SETTLED, true, now).longValueExact()),
              limit.refusals));
    }
    return states;
  }

  List<String> suspended() {
    return entries.entrySet().stream()
        .filter(entry -> stage(entry.getValue()) == Stage.SUSPENDED)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private BigInteger committed(Limit limit, Instant reserved) {
    return sum(limit, Stage.SETTLED, false, reserved)
        .add(sum(limit, Stage.HELD, false, reserved))
        .add(sum(limit, Stage.SUSPENDED, false, reserved));
  }

  /**
   * @param reserved an instant in the calendar window that is asked about
   */
  private BigInteger sum(Limit limit, Stage stage, boolean onlyOverrun, Instant reserved) {
    Predicate<Entry> counts =
        entry ->
            entry.limits.contains(limit)
                && stage(entry) == stage
                && inWindow(limit.budget.window(), entry, reserved);
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

  private boolean inWindow(Window window, Entry entry, Instant asked) {
    if (window instanceof Window.Calendar calendar) {
      LocalDate then = LocalDate.ofInstant(entry.reserved, calendar.zone());
      LocalDate today = LocalDate.ofInstant(asked, calendar.zone());
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

package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How limits, scopes and money are written for the scripts, and read from them. Pure. */
final class Wire {
  /** Sums a script is told of each limit it sets. */
  static final int OF_LIMIT = 7;

  private static final String NONE = "-";

  /** A hundred thousand years, which a number of Lua still counts exactly. */
  private static final long MOST_MILLIS = 3_155_760_000_000_000L;

  private Wire() {}

  static String scopes(Collection<Scope> scopes) {
    return scopes.isEmpty()
        ? NONE
        : scopes.stream().sorted().map(Scope::toString).collect(Collectors.joining(","));
  }

  static List<Scope> scopes(String text) {
    return text.equals(NONE) || text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(Scope::parse).toList();
  }

  static Usd money(Object text) {
    return Usd.ofNanos(Long.parseLong((String) text));
  }

  static String money(Usd usd) {
    return Long.toString(usd.nanos());
  }

  static String millis(Duration lifetime) {
    return Long.toString(lifetime.toMillis());
  }

  static String window(Window window) {
    if (window instanceof Window.Calendar calendar) {
      return calendar.unit().name().charAt(0) + ":" + calendar.zone();
    }
    return window instanceof Window.Rolling rolling ? "R:" + rolling.length() : "T";
  }

  static Window window(String text) {
    String rest = text.substring(Math.min(2, text.length()));
    return switch (text.charAt(0)) {
      case 'D' -> new Window.Calendar(Window.Unit.DAY, ZoneId.of(rest));
      case 'W' -> new Window.Calendar(Window.Unit.WEEK, ZoneId.of(rest));
      case 'M' -> new Window.Calendar(Window.Unit.MONTH, ZoneId.of(rest));
      case 'R' -> new Window.Rolling(Duration.parse(rest));
      default -> new Window.Total();
    };
  }

  /** What the script that sets limits is told of one. */
  static List<String> limit(Budget budget, Instant now) {
    long from = 0;
    long to = 0;
    if (budget.window() instanceof Window.Calendar calendar) {
      from = calendar.start(now).toEpochMilli();
      to = calendar.end(now).toEpochMilli();
    } else if (budget.window() instanceof Window.Rolling rolling) {
      from = millisRoundedUp(rolling.length());
      to = (from - 1) / Window.Rolling.SLICES + 1;
    }
    return List.of(
        money(budget.limit()),
        Long.toString(from),
        Long.toString(to),
        window(budget.window()),
        percents(budget),
        budget.scope().toString(),
        shares(budget));
  }

  static Budget budget(Object config) {
    String[] parts = ((String) config).split(" ", -1);
    return budget(parts[0], parts[3], parts[4], parts[5]);
  }

  static Budget budget(String limit, String window, String percents, String scope) {
    List<Integer> warnAt =
        percents.equals(NONE)
            ? List.of()
            : Arrays.stream(percents.split(",", -1)).map(Integer::valueOf).toList();
    return new Budget(Scope.parse(scope), money(limit), window(window), warnAt);
  }

  /** Reads what stands on a limit: what it is, room, spent, suspense, overrun, refusals. */
  static BudgetState state(List<Object> answer, int at) {
    Budget budget = budget(answer.get(at));
    Usd spent = money(answer.get(at + 2));
    Usd suspense = money(answer.get(at + 3));
    return new BudgetState(
        budget,
        spent,
        committed(budget, answer.get(at + 1)).minus(spent).minus(suspense),
        suspense,
        money(answer.get(at + 4)),
        Long.parseLong((String) answer.get(at + 5)));
  }

  static Usd committed(Budget budget, Object room) {
    return budget.limit().minus(money(room));
  }

  /** The bounds of calendar windows that a script asked for: "clock", time, number, window... */
  static String periods(List<Object> asked) {
    Instant now = instant(asked.get(1));
    StringBuilder periods = new StringBuilder();
    for (int i = 2; i < asked.size(); i += 2) {
      if (window((String) asked.get(i + 1)) instanceof Window.Calendar calendar) {
        periods
            .append(asked.get(i))
            .append(',')
            .append(calendar.start(now).toEpochMilli())
            .append(',')
            .append(calendar.end(now).toEpochMilli())
            .append(';');
      }
    }
    return periods.toString();
  }

  static Instant instant(Object millis) {
    return Instant.ofEpochMilli(Long.parseLong((String) millis));
  }

  static String percents(Budget budget) {
    return budget.warnAtPercent().isEmpty()
        ? NONE
        : budget.warnAtPercent().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** Of each share: percent, the room at or below which it is reached, since when it may warn. */
  private static String shares(Budget budget) {
    long limit = budget.limit().nanos();
    return budget.warnAtPercent().stream()
        .map(percent -> "%d:%d:0".formatted(percent, limit - budget.share(percent).nanos()))
        .collect(Collectors.joining(","));
  }

  private static long millisRoundedUp(Duration length) {
    if (length.compareTo(Duration.ofMillis(MOST_MILLIS)) >= 0) {
      return MOST_MILLIS;
    }
    return Math.max(1, length.plusNanos(999_999).toMillis());
  }
}

package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code budgets} of the configuration. */
final class BudgetReader {
  private static final int MOST_PERCENT = 100;

  private BudgetReader() {}

  static List<Budget> read(@Nullable YamlNode list) {
    List<Budget> budgets = new ArrayList<>();
    if (list != null) {
      for (YamlNode element : list.elements()) {
        Budget budget = budget(element);
        for (Budget other : budgets) {
          if (other.scope().equals(budget.scope()) && other.window().equals(budget.window())) {
            throw element.wrong(
                "budget %s has a limit over the window '%s' already: $%s; one is allowed"
                    .formatted(budget.scope(), budget.window(), other.limit()));
          }
        }
        budgets.add(budget);
      }
    }
    return budgets;
  }

  private static Budget budget(YamlNode element) {
    element.closed(Set.of("scope", "limit", "window", "zone", "warn-at"));
    YamlNode zone = element.find("zone");
    ZoneId in = zone == null ? ZoneOffset.UTC : zone.as(BudgetReader::zone);
    YamlNode window = element.find("window");
    Scope scope = element.get("scope").as(Scope::parse);
    Usd limit = element.get("limit").as(Usd::parse);
    Window over = window == null ? new Window.Total() : window.as(text -> Window.parse(text, in));
    YamlNode warnAt = element.find("warn-at");
    List<Integer> shares = warnAt == null ? List.of() : shares(warnAt);
    try {
      return new Budget(scope, limit, over, shares);
    } catch (IllegalArgumentException e) {
      throw element.get("limit").wrong(String.valueOf(e.getMessage()));
    }
  }

  private static List<Integer> shares(YamlNode list) {
    List<Integer> shares = new ArrayList<>();
    for (YamlNode element : list.elements()) {
      int share = element.wholeNumber(1, MOST_PERCENT);
      if (!shares.isEmpty() && share <= shares.get(shares.size() - 1)) {
        throw element.wrong("is %d after %s; shares must ascend".formatted(share, shares));
      }
      shares.add(share);
    }
    return shares;
  }

  /**
   * Reads a time zone.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s' is not a time zone; write it like UTC or Europe/Berlin".formatted(text), e);
    }
  }
}

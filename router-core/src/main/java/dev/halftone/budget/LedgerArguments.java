package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What every {@link BudgetLedger} refuses at once, for who writes one. Each check throws {@link
 * IllegalArgumentException} with the argument's name, its value and what is allowed.
 *
 * <p>Pure and thread-safe; costs no money.
 */
public final class LedgerArguments {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final int NAMED_SCOPES = 10;

  private record Place(Scope scope, Window window) {}

  private LedgerArguments() {}

  /**
   * An id has 1 to {@value BudgetLedger#MAX_ID_LENGTH} characters.
   *
   * @param name what it is the id of, such as {@code id of a hold}
   */
  public static void checkId(String name, String id) {
    if (id.isEmpty() || id.length() > BudgetLedger.MAX_ID_LENGTH) {
      throw new IllegalArgumentException(
          "%s has %d characters; allowed are 1 to %d"
              .formatted(name, id.length(), BudgetLedger.MAX_ID_LENGTH));
    }
  }

  /** An amount or a charge is at least $0. */
  public static void checkNotNegative(String name, Usd value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s $%s must not be negative; allowed are $0 and more".formatted(name, value));
    }
  }

  /** A lifetime is 1 ms to {@link BudgetLedger#MAX_LIFETIME}. */
  public static void checkLifetime(Duration lifetime) {
    if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(BudgetLedger.MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "lifetime %s is out of range; allowed are 1 ms to %s"
              .formatted(lifetime, BudgetLedger.MAX_LIFETIME));
    }
  }

  /** The scopes of a reservation, in order and immutable; each may be named once. */
  public static List<Scope> distinct(Collection<Scope> scopes) {
    if (scopes.size() < 2) {
      return List.copyOf(scopes);
    }
    Scope[] inOrder = scopes.toArray(Scope[]::new);
    Arrays.sort(inOrder);
    for (int i = 1; i < inOrder.length; i++) {
      if (inOrder[i].equals(inOrder[i - 1])) {
        throw new IllegalArgumentException(
            "scope '%s' is to be charged twice; name each once".formatted(inOrder[i]));
      }
    }
    return List.of(inOrder);
  }

  /** A scope has one limit over a window. */
  public static void checkDistinct(Collection<Budget> budgets) {
    Map<Place, Budget> seen = new HashMap<>();
    for (Budget budget : budgets) {
      Budget other = seen.put(new Place(budget.scope(), budget.window()), budget);
      if (other != null) {
        throw new IllegalArgumentException(
            "budget %s has two limits over the window '%s': $%s and $%s; one is allowed"
                .formatted(budget.scope(), budget.window(), other.limit(), budget.limit()));
      }
    }
  }

  /**
   * What to throw, or to fail with, if a scope to be charged has no budget.
   *
   * @param limited the scopes that have one, in order; the first ten are named
   * @param count how many these are
   */
  public static IllegalArgumentException noBudget(Scope scope, Stream<Scope> limited, int count) {
    String named =
        limited.limit(NAMED_SCOPES).map(Scope::toString).collect(Collectors.joining(", "));
    return new IllegalArgumentException(
        "scope '%s' has no budget; those that have one: %s%s"
            .formatted(
                scope,
                named.isEmpty() ? "none" : named,
                count > NAMED_SCOPES ? " and %d more".formatted(count - NAMED_SCOPES) : ""));
  }
}

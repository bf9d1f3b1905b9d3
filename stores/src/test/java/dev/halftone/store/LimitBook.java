package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which limits may be set at this moment, and what must stand on each that is. */
final class LimitBook {
  static final long BEFORE_ALL = -1;

  private final Map<Place, Limit> limits = new LinkedHashMap<>();
  private long lostNanos = BEFORE_ALL;
  private final Map<Scope, Long> unlimitedUntil = new HashMap<>();

  /** Where there is one limit at most. */
  private record Place(Scope scope, Window window) {
    static Place of(Budget budget) {
      return new Place(budget.scope(), budget.window());
    }
  }

  private static final class Limit {
    /** Those that were asked for, and of which each may be the present one; empty for none. */
    final Set<Optional<Budget>> possible = new HashSet<>();

    /** Null while there is none. */
    @Nullable BudgetTruth truth;

    /** The one that was taken away last, and when. */
    @Nullable BudgetTruth gone;

    long goneNanos = BEFORE_ALL;
  }

  private final boolean leases;

  /**
   * Begins with these limits.
   *
   * @param leases whether the ledger shows slices in place of calls
   */
  LimitBook(Collection<Budget> budgets, boolean leases) {
    this.leases = leases;
    for (Budget budget : budgets) {
      Limit limit = new Limit();
      limit.possible.add(Optional.of(budget));
      limit.truth = new BudgetTruth(budget.scope(), budget.window(), BEFORE_ALL, leases);
      limits.put(Place.of(budget), limit);
    }
  }

  /** From now on this may be the present limit in the place of that budget. */
  void asked(Budget place, Optional<Budget> wanted) {
    at(place).possible.add(wanted);
  }

  /** Nothing on its way changes it any more. */
  void settled(Budget place, Optional<Budget> wanted) {
    Set<Optional<Budget>> possible = at(place).possible;
    possible.clear();
    possible.add(wanted);
  }

  /** The server lost what it did since; what was taken away since is there again. */
  void lost(long sinceNanos, long nanos) {
    lostNanos = nanos;
    for (Limit limit : limits.values()) {
      if (limit.truth == null && limit.gone != null && limit.goneNanos >= sinceNanos) {
        limit.truth = limit.gone;
      }
      if (limit.truth != null) {
        limit.truth.goBack();
      }
    }
  }

  /** Whether the server lost anything since. */
  boolean wasLost(long sinceNanos) {
    return lostNanos >= sinceNanos;
  }

  /** Whether it is set, for all that is known. */
  boolean isSet(Budget place) {
    return at(place).truth != null;
  }

  /** Compares what is set with what was asked for, and notes what came and went. */
  void see(Collection<BudgetState> states, long nanos) {
    Map<Place, Budget> seen = new HashMap<>();
    for (BudgetState state : states) {
      if (seen.put(Place.of(state.budget()), state.budget()) != null) {
        throw new AssertionError("a limit is there twice: %s".formatted(state));
      }
    }
    if (!limits.keySet().containsAll(seen.keySet())) {
      throw new AssertionError("nobody set a limit of %s".formatted(seen.values()));
    }
    limits.forEach((place, limit) -> see(place, limit, seen.get(place), nanos));
  }

  private void see(Place place, Limit limit, @Nullable Budget seen, long nanos) {
    if (!limit.possible.contains(Optional.ofNullable(seen))) {
      throw new AssertionError(
          "the limit of %s over %s is %s, but was to be one of %s"
              .formatted(place.scope, place.window, seen, limit.possible));
    }
    if (seen == null && limit.truth != null) {
      limit.gone = limit.truth;
      limit.goneNanos = nanos;
      limit.truth = null;
    } else if (seen != null && limit.truth == null) {
      if (isUnlimited(place.scope)) {
        unlimitedUntil.put(place.scope, nanos);
      }
      limit.truth = new BudgetTruth(place.scope, place.window, nanos, leases);
    }
  }

  private boolean isUnlimited(Scope scope) {
    return limits.entrySet().stream()
        .noneMatch(each -> each.getKey().scope.equals(scope) && each.getValue().truth != null);
  }

  /** Whether one of these scopes had no limit at some time since. */
  boolean wasUnlimited(Collection<Scope> scopes, long sinceNanos) {
    return scopes.stream()
        .anyMatch(
            scope ->
                isUnlimited(scope) || unlimitedUntil.getOrDefault(scope, BEFORE_ALL) >= sinceNanos);
  }

  BudgetTruth truth(Budget budget) {
    BudgetTruth truth = at(budget).truth;
    if (truth == null) {
      throw new AssertionError("there is no limit like %s".formatted(budget));
    }
    return truth;
  }

  List<BudgetTruth> truths() {
    List<BudgetTruth> all = new ArrayList<>();
    for (Limit limit : limits.values()) {
      if (limit.truth != null) {
        all.add(limit.truth);
      }
    }
    return all;
  }

  private Limit at(Budget budget) {
    Limit limit = limits.get(Place.of(budget));
    if (limit == null) {
      throw new AssertionError("nobody set the limit %s".formatted(budget));
    }
    return limit;
  }
}

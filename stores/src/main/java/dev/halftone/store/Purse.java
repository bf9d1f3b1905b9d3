package dev.halftone.store;

import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The open slices of one scope and who waits for the next. Guarded by {@link Turns}. */
final class Purse {
  final Scope scope;

  /** Oldest first. */
  final ArrayDeque<Slice> slices = new ArrayDeque<>();

  final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

  /** Came with a slice; the next local hold carries them. */
  private List<BudgetWarning> warnings = new ArrayList<>();

  boolean refilling;
  long lastAsked;
  private long lastSlice;
  private Reservation.@Nullable Refused refusal;
  private long refusedAtMillis;

  Purse(Scope scope) {
    this.scope = scope;
  }

  @Nullable Slice serving(long asked, long nowMillis) {
    for (Slice slice : slices) {
      if (slice.serves(asked, nowMillis)) {
        return slice;
      }
    }
    return null;
  }

  void add(Slice slice, List<BudgetWarning> came) {
    slices.add(slice);
    lastSlice = slice.amount;
    refusal = null;
    warnings.addAll(came);
  }

  boolean isLow(int percent) {
    long free = 0;
    for (Slice slice : slices) {
      free += slice.free;
    }
    return free < lastSlice / 100 * percent;
  }

  void refused(Reservation.Refused answer, long nowMillis) {
    refusal = answer;
    refusedAtMillis = nowMillis;
  }

  /** The refusal of as much or less, if it was given that short a time ago. */
  Reservation.@Nullable Refused refusal(long asked, long nowMillis, long memoryMillis) {
    boolean holds =
        refusal != null
            && nowMillis - refusedAtMillis < memoryMillis
            && asked >= refusal.asked().nanos();
    return holds ? refusal : null;
  }

  List<BudgetWarning> takeWarnings() {
    if (warnings.isEmpty()) {
      return List.of();
    }
    List<BudgetWarning> taken = warnings;
    warnings = new ArrayList<>();
    return taken;
  }

  long firstMissing() {
    Waiter first = waiters.peek();
    return first == null ? 0 : first.missing();
  }

  long allMissing() {
    long all = 0;
    for (Waiter waiter : waiters) {
      long missing = waiter.missing();
      all = all > Long.MAX_VALUE - missing ? Long.MAX_VALUE : all + missing;
    }
    return all;
  }

  boolean isUnused() {
    return slices.isEmpty() && waiters.isEmpty() && !refilling && warnings.isEmpty();
  }
}

package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** What must stand on one budget, as far as it is certain from outside. */
final class BudgetTruth {
  final Budget budget;
  private final TreeMap<Long, Long> endedByWindow = new TreeMap<>();
  private final List<SimulatedCall> endedLately = new ArrayList<>();
  private long endedEver;

  private long spentLeast;
  private long spentMost;
  private long committedLeast;
  private long committedMost;

  BudgetTruth(Budget budget) {
    this.budget = budget;
  }

  /** Everything that was ever billed to it. */
  long billed() {
    return endedEver;
  }

  /** Takes in a call that certainly ended. */
  void end(SimulatedCall call) {
    endedEver += call.bill;
    if (budget.window() instanceof Window.Calendar calendar) {
      long first = start(calendar, call.reservedFrom);
      if (call.reservedTo < end(calendar, call.reservedFrom)) {
        endedByWindow.merge(first, call.bill, Long::sum);
        return;
      }
    }
    endedLately.add(call);
  }

  /**
   * Compares.
   *
   * @param from the earliest time that the ledger may think it is
   * @param to the latest
   */
  void check(BudgetState state, Collection<SimulatedCall> open, long from, long to) {
    long committed = state.committed().nanos();
    if (committed - state.overrun().nanos() > budget.limit().nanos()) {
      throw new AssertionError("the promise is broken: %s".formatted(state));
    }
    if (Math.min(state.held().nanos(), state.suspense().nanos()) < 0) {
      throw new AssertionError("a sum is negative: %s".formatted(state));
    }
    if (budget.window() instanceof Window.Calendar calendar) {
      if (start(calendar, from) != start(calendar, to)) {
        return;
      }
      sumCalendar(calendar, open, to);
    } else {
      sum(open, from, to);
    }
    between("spent", spentLeast, state.spent().nanos(), spentMost, state);
    between("committed", committedLeast, committed, committedMost, state);
  }

  private void sumCalendar(Window.Calendar calendar, Collection<SimulatedCall> open, long now) {
    long first = start(calendar, now);
    long sure = endedByWindow.getOrDefault(first, 0L);
    begin(sure);
    for (SimulatedCall call : endedLately) {
      addCalendar(call, first);
    }
    for (SimulatedCall call : open) {
      if (call.scopes.contains(budget.scope())) {
        addCalendar(call, first);
      }
    }
  }

  private void addCalendar(SimulatedCall call, long first) {
    if (call.reservedFrom >= first) {
      addSure(call);
    } else if (call.reservedTo >= first) {
      addPerhaps(call);
    }
  }

  private void sum(Collection<SimulatedCall> open, long from, long to) {
    begin(0);
    if (budget.window() instanceof Window.Rolling rolling) {
      long length = rolling.length().toMillis();
      long longest = length + (length - 1) / Window.Rolling.SLICES + 1;
      endedLately.removeIf(call -> from >= call.endedTo + longest);
      for (SimulatedCall call : endedLately) {
        if (to < call.endedFrom + length) {
          addSure(call);
        } else {
          addPerhaps(call);
        }
      }
    } else {
      begin(endedEver);
    }
    for (SimulatedCall call : open) {
      if (call.scopes.contains(budget.scope())) {
        addOpen(call, from);
      }
    }
  }

  private void addOpen(SimulatedCall call, long from) {
    boolean mayHaveLeft =
        budget.window() instanceof Window.Rolling rolling
            && call.endAsked
            && from >= call.endedFrom + rolling.length().toMillis();
    if (mayHaveLeft) {
      addPerhaps(call);
    } else {
      addSure(call);
    }
  }

  private void begin(long sure) {
    spentLeast = sure;
    spentMost = sure;
    committedLeast = sure;
    committedMost = sure;
  }

  private void addSure(SimulatedCall call) {
    spentLeast += call.spentLeast();
    committedLeast += call.committedLeast();
    addPerhaps(call);
  }

  private void addPerhaps(SimulatedCall call) {
    spentMost += call.spentMost();
    committedMost += call.committedMost();
  }

  private static void between(String what, long least, long is, long most, BudgetState state) {
    if (is < least || is > most) {
      throw new AssertionError(
          "%s is %d nano-dollars, but must be %d to %d: %s"
              .formatted(what, is, least, most, state));
    }
  }

  private static long start(Window.Calendar calendar, long millis) {
    return calendar.start(Instant.ofEpochMilli(millis)).toEpochMilli();
  }

  private static long end(Window.Calendar calendar, long millis) {
    return calendar.end(Instant.ofEpochMilli(millis)).toEpochMilli();
  }
}

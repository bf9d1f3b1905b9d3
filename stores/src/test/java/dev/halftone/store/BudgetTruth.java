package dev.halftone.store;

import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What must stand on one budget, as far as it is certain from outside. */
final class BudgetTruth {
  private final Scope scope;
  private final Window window;
  private final long sinceNanos;
  private final boolean leases;
  private final TreeMap<Long, Long> endedByWindow = new TreeMap<>();
  private final List<SimulatedCall> endedLately = new ArrayList<>();
  private final Set<SimulatedCall> shaken = new LinkedHashSet<>();
  private long endedEver;
  private long endedLeast;

  /** Billed to calls of which nobody knows whether they were reserved before it was set. */
  private long endedPerhaps;

  /** Held, spent and in suspense, less overruns, when it was last looked at. */
  private long before;

  private long spentLeast;
  private long spentMost;
  private long committedLeast;
  private long committedMost;

  /**
   * Of a limit on which nothing stands yet.
   *
   * @param sinceNanos when it was set; what was reserved before does not count on it
   * @param leases whether slices count on it in place of calls
   */
  BudgetTruth(Scope scope, Window window, long sinceNanos, boolean leases) {
    this.leases = leases;
    this.scope = scope;
    this.window = window;
    this.sinceNanos = sinceNanos;
  }

  /** Everything that certainly was billed to it. */
  long billedLeast() {
    return knowsAll() ? endedEver : 0;
  }

  long billedMost() {
    return knowsAll() ? endedEver + endedPerhaps : Long.MAX_VALUE;
  }

  /** Whether what a slice was reserved for before it was set cannot be mistaken for what came. */
  private boolean knowsAll() {
    return !leases || sinceNanos == LimitBook.BEFORE_ALL;
  }

  /** What stands for this call may be gone or be there again. */
  void shake(SimulatedCall call) {
    if (concerns(call)) {
      shaken.add(call);
    }
  }

  /** What stands on it may be as it was before. */
  void goBack() {
    before = Long.MAX_VALUE;
  }

  /** By how much it may be wrong after losses of the server. */
  long slack() {
    long sum = 0;
    for (SimulatedCall call : shaken) {
      sum += Math.max(call.most, call.bill);
    }
    return sum;
  }

  private boolean concerns(SimulatedCall call) {
    return call.scopes.contains(scope) && call.heldNanos >= sinceNanos;
  }

  private boolean surelyConcerns(SimulatedCall call) {
    return call.askedNanos > sinceNanos;
  }

  /** Takes in a call that certainly ended. */
  void end(SimulatedCall call) {
    if (!concerns(call)) {
      return;
    }
    if (!surelyConcerns(call)) {
      endedPerhaps += call.bill;
      return;
    }
    endedEver += call.bill;
    endedLeast += call.endedLeast;
    if (window instanceof Window.Calendar calendar) {
      long first = start(calendar, call.reservedFrom);
      if (call.reservedTo < end(calendar, call.reservedFrom)) {
        endedByWindow.merge(first, call.endedLeast, Long::sum);
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
    long admitted = committed - state.overrun().nanos();
    // A lowered limit may be below what stands on it; then nothing more is admitted.
    if (admitted > Math.max(state.budget().limit().nanos(), before)) {
      throw new AssertionError("the promise is broken: %s".formatted(state));
    }
    before = admitted;
    if (!knowsAll()) {
      return;
    }
    if (Math.min(state.held().nanos(), state.suspense().nanos()) < 0) {
      throw new AssertionError("a sum is negative: %s".formatted(state));
    }
    if (window instanceof Window.Calendar calendar) {
      if (start(calendar, from) != start(calendar, to)) {
        return;
      }
      sumCalendar(calendar, open, to);
    } else {
      sum(open, from, to);
    }
    if (leases) {
      checkCovered(state);
      return;
    }
    between("spent", spentLeast, state.spent().nanos(), spentMost, state);
    between("committed", committedLeast, committed, committedMost, state);
  }

  /** What is in slices is held as a whole, and spent only when they are settled. */
  private void checkCovered(BudgetState state) {
    between("committed", committedLeast, state.committed().nanos(), Long.MAX_VALUE, state);
    if (window instanceof Window.Total) {
      between("spent", 0, state.spent().nanos(), spentMost, state);
    }
  }

  private void sumCalendar(Window.Calendar calendar, Collection<SimulatedCall> open, long now) {
    long first = start(calendar, now);
    long sure = endedByWindow.getOrDefault(first, 0L);
    begin(sure, sure);
    for (SimulatedCall call : endedLately) {
      addCalendar(call, first);
    }
    for (SimulatedCall call : open) {
      if (concerns(call)) {
        addCalendar(call, first);
      }
    }
  }

  private void addCalendar(SimulatedCall call, long first) {
    if (call.reservedFrom >= first && surelyConcerns(call)) {
      addSure(call);
    } else if (call.reservedTo >= first) {
      addPerhaps(call);
    }
  }

  private void sum(Collection<SimulatedCall> open, long from, long to) {
    begin(0, 0);
    if (window instanceof Window.Rolling rolling) {
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
      begin(endedLeast, endedEver);
    }
    for (SimulatedCall call : open) {
      if (concerns(call)) {
        addOpen(call, from);
      }
    }
  }

  private void addOpen(SimulatedCall call, long from) {
    boolean mayHaveLeft =
        window instanceof Window.Rolling rolling
            && call.endAsked
            && from >= call.endedFrom + rolling.length().toMillis();
    if (mayHaveLeft || !surelyConcerns(call)) {
      addPerhaps(call);
    } else {
      addSure(call);
    }
  }

  private void begin(long least, long most) {
    spentLeast = least;
    spentMost = most + endedPerhaps;
    committedLeast = least;
    committedMost = most + endedPerhaps;
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

  private void between(String what, long least, long is, long most, BudgetState state) {
    long slack = slack();
    if (is < least - slack || is - slack > most) {
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

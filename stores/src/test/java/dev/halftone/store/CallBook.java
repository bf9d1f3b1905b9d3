package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.Scope;
import dev.halftone.router.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a simulated world really did, kept apart from every ledger. */
final class CallBook {
  private final LimitBook limits;
  private final Map<String, SimulatedCall> calls = new LinkedHashMap<>();
  private final Map<String, SimulatedCall> open = new LinkedHashMap<>();
  private final VirtualTime time;
  private final LongSupplier ledgerMillis;
  private final long backMillis;
  private final boolean leases;
  private final Map<Scope, Long> demanded = new HashMap<>();
  private long heldCalls;

  /**
   * Makes an empty one.
   *
   * @param ledgerMillis the latest time that the ledger may have seen
   * @param backMillis how far its clock may be behind that
   * @param leases whether the ledger shows slices in place of calls
   */
  CallBook(
      List<Budget> budgets,
      VirtualTime time,
      LongSupplier ledgerMillis,
      long backMillis,
      boolean leases) {
    this.leases = leases;
    this.limits = new LimitBook(budgets, leases);
    this.time = time;
    this.ledgerMillis = ledgerMillis;
    this.backMillis = backMillis;
  }

  LimitBook limits() {
    return limits;
  }

  void asked(SimulatedCall call) {
    if (calls.put(call.id, call) == null) {
      open.put(call.id, call);
      call.askedNanos = time.nanos();
      call.reservedFrom = earliest();
      call.scopes.forEach(scope -> demanded.merge(scope, call.most, Long::sum));
    }
  }

  /** A step of it is on its way. */
  void sent(SimulatedCall call) {
    call.pending++;
    call.touchedNanos = time.nanos();
  }

  void heard(SimulatedCall call) {
    call.pending--;
    call.touchedNanos = time.nanos();
  }

  /** The server lost what it did since; what was not touched since must stand as it stood. */
  void lost(long sinceNanos) {
    limits.lost(sinceNanos, time.nanos());
    for (SimulatedCall call : calls.values()) {
      boolean underWay =
          call.pending > 0 && call.touchedNanos >= sinceNanos - 3 * SimulatedNetwork.LONGEST_NANOS;
      if (underWay || call.touchedNanos >= sinceNanos) {
        call.shaken = true;
        limits.truths().forEach(truth -> truth.shake(call));
      }
    }
  }

  void held(SimulatedCall call) {
    if (!call.held && !call.ended) {
      call.held = true;
      call.least = call.most;
      call.heldNanos = time.nanos();
      call.reservedTo = ledgerMillis.getAsLong();
      heldCalls++;
    }
  }

  /** Nothing is held, and nothing on its way may hold it any more. */
  void surelyRefused(SimulatedCall call) {
    if (call.held) {
      throw new AssertionError("hold %s was given and then refused".formatted(call.id));
    }
    call.over = true;
    open.remove(call.id);
    calls.remove(call.id);
  }

  void carveAsked(SimulatedCall call, SimulatedCall part) {
    call.part = part;
    call.least -= part.most;
    calls.put(part.id, part);
    open.put(part.id, part);
    part.askedNanos = call.askedNanos;
    part.heldNanos = call.heldNanos;
    part.reservedFrom = call.reservedFrom;
    part.reservedTo = call.reservedTo;
  }

  void carved(SimulatedCall call, SimulatedCall part) {
    call.most -= part.most;
    part.held = true;
    part.least = part.most;
  }

  void endAsked(SimulatedCall call) {
    if (!call.endAsked) {
      call.endAsked = true;
      call.endedFrom = earliest();
    }
  }

  void answered(SimulatedCall call, Ending ending) {
    if (ending == Ending.APPLIED && ++call.applied > 1 && !call.shaken) {
      throw new AssertionError("hold %s ended twice".formatted(call.id));
    }
    if (!call.ended) {
      call.ended = true;
      // A lease may answer before what was billed above the hold stands in the shared ledger.
      call.endedLeast = leases ? Math.min(call.least, call.bill) : call.bill;
      call.endedTo = ledgerMillis.getAsLong();
      call.reservedTo = Math.min(call.reservedTo, call.endedTo);
      call.heldNanos = Math.min(call.heldNanos, time.nanos());
      open.remove(call.id);
      limits.truths().forEach(truth -> truth.end(call));
    }
  }

  @Nullable SimulatedCall find(String id) {
    return calls.get(id);
  }

  /** All calls of one instance, ended or not. */
  List<SimulatedCall> ofOwner(String instance) {
    return calls.values().stream().filter(call -> call.id.startsWith(instance + "/")).toList();
  }

  List<SimulatedCall> open() {
    return new ArrayList<>(open.values());
  }

  /** What was asked for on a scope, all told. */
  long demanded(Scope scope) {
    return demanded.getOrDefault(scope, 0L);
  }

  long heldCalls() {
    return heldCalls;
  }

  void check(List<BudgetState> states) {
    limits.see(states, time.nanos());
    long to = ledgerMillis.getAsLong();
    for (BudgetState state : states) {
      limits.truth(state.budget()).check(state, open.values(), to - backMillis, to);
    }
  }

  private long earliest() {
    return ledgerMillis.getAsLong() - backMillis;
  }
}

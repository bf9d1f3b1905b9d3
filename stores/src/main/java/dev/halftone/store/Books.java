package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import dev.halftone.store.OpenHold.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands on every budget, and every open hold, in plain collections that only one thread
 * touches.
 *
 * <p>It changes by {@link #apply} alone, from one line of the history to the next; so the lines
 * that are on disk bring it back exactly as it was.
 */
final class Books {
  private final TreeMap<Scope, List<Tally>> tallies = new TreeMap<>();
  private final Map<Long, Tally> bySeq = new HashMap<>();
  private final Map<String, OpenHold> holds = new HashMap<>();
  private final TreeSet<OpenHold> inFlight = new TreeSet<>(OpenHold.BY_END);
  private final TreeSet<OpenHold> inSuspense = new TreeSet<>(OpenHold.BY_SUSPENSION);
  private final EndedBirths ended = new EndedBirths();

  /** Of the present batch. */
  private final List<Line> lines = new ArrayList<>();

  private final Map<Long, Long> refusals = new TreeMap<>();

  /** What differs from the tables on disk, which are written now and then. */
  private final Map<Long, Tally> changedTallies = new TreeMap<>();

  private final Set<String> changedHolds = new HashSet<>();

  private long latestMillis = Long.MIN_VALUE;
  private long nextSeq;
  private long block;

  /** Begins a batch whose lines go to this block. */
  void begin(long number) {
    block = number;
    // Not later: what is looked up for the batch must stay until its end.
    ended.trim();
    lines.clear();
    refusals.clear();
  }

  /** Time as far as it is known; while the clock goes back it stands still. */
  long see(long clockMillis) {
    latestMillis = Math.max(latestMillis, clockMillis);
    return latestMillis;
  }

  long latestMillis() {
    return latestMillis;
  }

  /** Makes a change that ends a hold or moves it to suspense. */
  void record(Kind kind, OpenHold hold, Usd charged) {
    Birth birth = hold.birth;
    long at = kind == Kind.EXPIRED ? Math.min(latestMillis, hold.untilMillis) : latestMillis;
    Line line =
        new Line(
            new LedgerEntry(
                Instant.ofEpochMilli(at),
                kind,
                birth.id(),
                birth.scopes(),
                Usd.ofNanos(hold.amount),
                charged,
                null,
                null),
            0);
    record(line);
  }

  /** Makes a change and remembers its line for the present batch. */
  List<BudgetWarning> record(Line line) {
    List<BudgetWarning> warnings = apply(line);
    lines.add(line);
    return warnings;
  }

  /** Makes the change that a line tells of. */
  List<BudgetWarning> apply(Line line) {
    LedgerEntry entry = line.entry();
    long now = see(line.atMillis());
    if (entry.budget() != null) {
      set(entry.kind(), entry.budget());
      return List.of();
    }
    if (entry.kind() == Kind.RESERVED) {
      return reserved(line, now);
    }
    OpenHold hold = open(entry.kind() == Kind.CARVED ? entry.origin() : entry.id());
    hold.tallies.forEach(tally -> tally.advance(now));
    switch (entry.kind()) {
      case EXTENDED -> {
        return extended(hold, line, now);
      }
      case CARVED -> carved(hold, entry);
      case SUSPENDED, EXPIRED -> suspended(hold, line);
      default -> charged(hold, entry.charged().nanos(), now);
    }
    return List.of();
  }

  private OpenHold open(@Nullable String id) {
    OpenHold hold = holds.get(id);
    if (hold == null) {
      throw new IllegalStateException("the history goes on with hold '%s', not open".formatted(id));
    }
    return hold;
  }

  private void set(Kind kind, Budget budget) {
    List<Tally> ofScope = tallies.computeIfAbsent(budget.scope(), scope -> new ArrayList<>(1));
    Tally tally = tally(budget.scope(), budget.window());
    if (kind == Kind.BUDGET_REMOVED) {
      if (tally != null) {
        tally.removed = true;
        ofScope.remove(tally);
        bySeq.remove(tally.seq);
        changedTallies.put(tally.seq, tally);
      }
      if (ofScope.isEmpty()) {
        tallies.remove(budget.scope());
      }
      return;
    }
    if (tally == null) {
      tally = new Tally(nextSeq++, budget);
      ofScope.add(tally);
      bySeq.put(tally.seq, tally);
    } else {
      tally.set(budget);
    }
    changedTallies.put(tally.seq, tally);
  }

  private List<BudgetWarning> reserved(Line line, long now) {
    LedgerEntry entry = line.entry();
    Birth birth = new Birth(entry.id(), entry.scopes(), entry.amount().nanos(), null);
    List<Tally> charged = new ArrayList<>();
    entry.scopes().forEach(scope -> charged.addAll(tallies.getOrDefault(scope, List.of())));
    OpenHold hold = new OpenHold(birth, charged, now, line.untilMillis(), block);
    charged.forEach(tally -> tally.advance(now));
    add(hold);
    return holdMore(hold, hold.amount, now);
  }

  private List<BudgetWarning> extended(OpenHold hold, Line line, long now) {
    long more = line.entry().amount().nanos() - hold.amount;
    forget(hold);
    if (hold.inSuspense()) {
      hold.tallies.forEach(tally -> tally.suspend(hold, -hold.amount));
      hold.state = State.HELD;
    }
    hold.untilMillis = line.untilMillis();
    hold.amount += more;
    add(hold);
    return more == 0 ? List.of() : holdMore(hold, more, now);
  }

  private List<BudgetWarning> holdMore(OpenHold hold, long more, long now) {
    List<BudgetWarning> warnings = List.of();
    for (Tally tally : hold.tallies) {
      tally.hold(hold, more);
      BudgetWarning warning = tally.removed || !tally.counts(hold) ? null : tally.warning(now);
      if (warning != null) {
        warnings = warnings.isEmpty() ? new ArrayList<>(1) : warnings;
        warnings.add(warning);
      }
    }
    changed(hold);
    return warnings;
  }

  private void carved(OpenHold hold, LedgerEntry entry) {
    Birth birth = new Birth(entry.id(), entry.scopes(), entry.amount().nanos(), entry.origin());
    OpenHold part =
        new OpenHold(birth, hold.tallies, hold.reservedAtMillis, hold.untilMillis, block);
    part.state = hold.state;
    part.sinceMillis = hold.sinceMillis;
    hold.amount -= part.amount;
    add(part);
    changed(hold);
    changed(part);
  }

  private void suspended(OpenHold hold, Line line) {
    forget(hold);
    if (!hold.inSuspense()) {
      hold.tallies.forEach(tally -> tally.suspend(hold, hold.amount));
      hold.sinceMillis = line.atMillis();
    }
    hold.state = line.entry().kind() == Kind.EXPIRED ? State.EXPIRED : State.SUSPENDED;
    add(hold);
    changed(hold);
  }

  private void charged(OpenHold hold, long charged, long now) {
    hold.tallies.forEach(tally -> tally.charge(hold, charged, now));
    forget(hold);
    holds.remove(hold.birth.id());
    ended.add(hold.birth);
    changed(hold);
  }

  private void add(OpenHold hold) {
    holds.put(hold.birth.id(), hold);
    (hold.inSuspense() ? inSuspense : inFlight).add(hold);
  }

  private void forget(OpenHold hold) {
    (hold.inSuspense() ? inSuspense : inFlight).remove(hold);
  }

  private void changed(OpenHold hold) {
    changedHolds.add(hold.birth.id());
    hold.tallies.forEach(tally -> changedTallies.put(tally.seq, tally));
  }

  /** Holds whose lifetime is over become suspense. */
  void expire() {
    while (!inFlight.isEmpty() && inFlight.first().untilMillis <= latestMillis) {
      OpenHold hold = inFlight.first();
      record(Kind.EXPIRED, hold, Usd.ZERO);
    }
  }

  /** All that are still held become suspense: their process is gone. */
  void expireAll() {
    for (OpenHold hold : List.copyOf(inFlight)) {
      record(Kind.EXPIRED, hold, Usd.ZERO);
    }
  }

  @Nullable OpenHold hold(String id) {
    return holds.get(id);
  }

  /** How this id began, if it is open or remembered. */
  @Nullable Birth birth(String id) {
    OpenHold hold = holds.get(id);
    return hold != null ? hold.birth : ended.get(id);
  }

  /** Takes in an ended hold that was found on disk. */
  void remember(Birth birth) {
    if (!holds.containsKey(birth.id())) {
      ended.remember(birth);
    }
  }

  @Nullable Tally tally(Scope scope, Window window) {
    for (Tally tally : tallies.getOrDefault(scope, List.of())) {
      if (tally.budget().window().equals(window)) {
        return tally;
      }
    }
    return null;
  }

  /** A limit that is in force, or null. */
  @Nullable Tally tally(long seq) {
    return bySeq.get(seq);
  }

  /** The limits of a scope in the order they were set; empty if it has none. */
  List<Tally> tallies(Scope scope) {
    return tallies.getOrDefault(scope, List.of());
  }

  /** In order. */
  Set<Scope> scopes() {
    return tallies.keySet();
  }

  /** Counts a refusal, for the present batch. */
  void refused(Tally tally) {
    refusals.put(tally.seq, tally.refusals());
    changedTallies.put(tally.seq, tally);
  }

  List<BudgetState> states(Collection<Scope> scopes) {
    List<BudgetState> states = new ArrayList<>();
    for (Scope scope : scopes) {
      for (Tally tally : tallies(scope)) {
        tally.advance(latestMillis);
        states.add(tally.state());
      }
    }
    return List.copyOf(states);
  }

  List<Suspense> suspended() {
    return inSuspense.stream()
        .map(
            hold ->
                new Suspense(
                    hold.birth.id(),
                    hold.birth.scopes(),
                    Usd.ofNanos(hold.amount),
                    Instant.ofEpochMilli(hold.sinceMillis)))
        .toList();
  }

  /** What the present batch adds to the history. */
  Block batch() {
    return new Block(block, latestMillis, List.copyOf(lines), Map.copyOf(refusals));
  }

  /** Makes the changes of a block again. */
  void replay(Block again) {
    block = again.number();
    again.lines().forEach(this::apply);
    see(again.atMillis());
    again
        .refusals()
        .forEach(
            (seq, count) -> {
              Tally tally = bySeq.get(seq);
              if (tally != null) {
                tally.refusals(count);
                changedTallies.put(seq, tally);
              }
            });
  }

  /** Puts in what the tables on disk hold. */
  void restore(long latest, long seq, List<Tally> stored) {
    latestMillis = latest;
    nextSeq = seq;
    for (Tally tally : stored) {
      tallies.computeIfAbsent(tally.budget().scope(), s -> new ArrayList<>(1)).add(tally);
      bySeq.put(tally.seq, tally);
    }
  }

  void restore(OpenHold hold) {
    add(hold);
  }

  long nextSeq() {
    return nextSeq;
  }

  Collection<Tally> changedTallies() {
    return changedTallies.values();
  }

  Set<String> changedHolds() {
    return changedHolds;
  }

  /** The tables on disk are now as these books are. */
  void stored() {
    changedTallies.clear();
    changedHolds.clear();
    ended.stored();
  }

  /** The oldest block that an open hold began in; {@link Long#MAX_VALUE} if none is open. */
  long oldestOpenBlock() {
    return holds.values().stream().mapToLong(hold -> hold.block).min().orElse(Long.MAX_VALUE);
  }
}

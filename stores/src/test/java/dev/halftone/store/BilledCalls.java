package dev.halftone.store;

import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a {@link CallJournal} says so far. A call is named {@code LIFE-NUMBER}. */
final class BilledCalls {
  /** After so many refusals in a row, with nothing held, there is no room for any request. */
  private static final int CALM = 1_000;

  private static final String SLICE = "lease:";

  private final CallJournal journal;
  private final Map<String, Long> charges = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Set<String> applied = new HashSet<>();
  private final Map<String, Long> billedByLife = new HashMap<>();
  private final Set<String> started = new HashSet<>();
  private final Set<String> active = new HashSet<>();
  private long billed;
  private long asked;
  private int calm;
  int requests;
  int samples;

  BilledCalls(CallJournal journal) {
    this.journal = journal;
  }

  void read() {
    List<CallJournal.Line> lines = journal.next();
    while (!lines.isEmpty()) {
      lines.forEach(this::add);
      lines = journal.next();
    }
  }

  private void add(CallJournal.Line line) {
    switch (line.kind()) {
      case STARTED -> started.add(line.id());
      case HELD -> {
        active.add(life(line.id()));
        answered(line);
        calm = 0;
      }
      case REFUSED -> {
        answered(line);
        calm++;
      }
      case BILLED, FREE -> {
        if (charges.put(line.id(), line.nanos()) != null) {
          throw new AssertionError("one call ended twice at the provider: " + line);
        }
        billed += line.nanos();
        billedByLife.merge(life(line.id()), line.nanos(), Long::sum);
      }
      case APPLIED -> {
        applied.add(line.id());
        ended.add(line.id());
      }
      case ENDED -> ended.add(line.id());
      case SAMPLED -> {
        samples++;
        calm = line.nanos() == 0 ? calm : 0;
      }
    }
  }

  private void answered(CallJournal.Line line) {
    requests++;
    asked += line.nanos();
  }

  /** Which life of a process has this call, this part of one, or this slice of a lease. */
  static String life(String id) {
    String from = isSlice(id) ? id.substring(SLICE.length()) : id;
    return from.substring(0, from.indexOf('-'));
  }

  static boolean isSlice(String id) {
    return id.startsWith(SLICE);
  }

  /** The call of which this is the hold on that scope. */
  static String call(String id, List<Scope> scopes) {
    int at = scopes.size() == 1 ? id.indexOf('@') : -1;
    return at < 0 ? id : id.substring(0, at);
  }

  /** All that the provider billed. */
  Usd billed() {
    return Usd.ofNanos(billed);
  }

  /** All that was asked for, granted or not. */
  Usd asked() {
    return Usd.ofNanos(asked);
  }

  long billedTo(String life) {
    return billedByLife.getOrDefault(life, 0L);
  }

  /** What this call costs; empty while it may still be made. */
  OptionalLong charge(String call) {
    Long charge = charges.get(call);
    return charge == null ? OptionalLong.empty() : OptionalLong.of(charge);
  }

  /** All that came to the provider. */
  Set<String> calls() {
    return charges.keySet();
  }

  /** Whether the ledger told its owner so. */
  boolean hasEnded(String call) {
    return ended.contains(call);
  }

  /** Those that the ledger said it settled or released for their owner. */
  Set<String> applied() {
    return applied;
  }

  boolean hasStarted(String life) {
    return started.contains(life);
  }

  /** Whether it has ever held money. */
  boolean isActive(String life) {
    return active.contains(life);
  }

  boolean isUsedUp() {
    return calm >= CALM;
  }
}

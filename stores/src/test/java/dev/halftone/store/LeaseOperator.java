package dev.halftone.store;

import dev.halftone.budget.Ending;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Resolves what leasing instances leave: of one that lives, call by call through its own ledger; of
 * one that died, all that it left on a scope together, by the bill for that instance.
 */
final class LeaseOperator {
  private static final Duration PAUSE = Duration.ofSeconds(45);
  private static final int LIFETIMES = 3;

  /** After so long nothing of the dead is in flight any more, nor on its way. */
  private static final Duration DEAD_FOR = Duration.ofMinutes(3);

  private final LeasedFleet fleet;
  private final SimulatedWorld world;
  private final Map<String, Long> deadSince = new HashMap<>();
  private final Set<String> resolved = new LinkedHashSet<>();

  LeaseOperator(LeasedFleet fleet, SimulatedWorld world) {
    this.fleet = fleet;
    this.world = world;
    world.every(PAUSE, () -> world.heard(answer -> round()).handle(null));
  }

  private void round() {
    for (SimulatedCall call : world.book().open()) {
      boolean isOld =
          call.held && world.time().nanos() - call.heldNanos > LIFETIMES * call.lifetime.toNanos();
      if (isOld && !world.isDead(owner(call.id)) && (!call.endAsked || call.resolveAsked)) {
        resolve(call);
      }
    }
    for (Suspense each : Simulation.now(fleet.direct().suspended())) {
      boolean isOld = each.since().toEpochMilli() < fleet.latestMillis() - DEAD_FOR.toMillis();
      if (isOld && each.id().startsWith("lease:") && !world.isDead(owner(each.id()))) {
        resolveStray(each);
      }
    }
    for (String name : world.dead()) {
      long since = deadSince.computeIfAbsent(name, dead -> world.time().nanos());
      if (world.time().nanos() - since > DEAD_FOR.toNanos() && resolved.add(name)) {
        resolveDead(name);
      }
    }
  }

  private void resolve(SimulatedCall call) {
    LeasedLedger ledger = fleet.member(owner(call.id));
    if (ledger == null) {
      throw new AssertionError("nobody reserved %s".formatted(call.id));
    }
    world.book().endAsked(call);
    call.resolveAsked = true;
    world.trace().add("resolve %s $%d", call.id, call.bill);
    ledger
        .resolve(call.id, Usd.ofNanos(call.bill))
        .onComplete(
            world.heard(
                answer -> {
                  world.trace().add("resolve %s: %s", call.id, answer);
                  if (answer.succeeded() && answer.result() != Ending.UNKNOWN) {
                    world.book().answered(call, answer.result());
                  }
                }));
  }

  /** A slice that was refused, and held when the same message came once more, is nobody's. */
  private void resolveStray(Suspense slice) {
    world.trace().add("nobody knows of %s", slice);
    LeasedLedger ledger = fleet.member(owner(slice.id()));
    if (ledger == null || ledger.counts().abandoned() > 0) {
      throw new AssertionError("%s was abandoned by its instance".formatted(slice));
    }
    Simulation.now(fleet.direct().resolve(slice.id(), Usd.ZERO));
  }

  private void resolveDead(String name) {
    Map<Scope, Long> due = new TreeMap<>();
    for (SimulatedCall call : world.book().ofOwner(name)) {
      call.scopes.forEach(scope -> due.merge(scope, call.bill, Long::sum));
    }
    for (LedgerEntry line : Simulation.now(BooksAudit.lines(fleet.direct()))) {
      if (BooksAudit.isEnd(line) && owner(line.id()).equals(name)) {
        line.scopes().forEach(scope -> due.merge(scope, -line.charged().nanos(), Long::sum));
      }
    }
    Map<Scope, List<Suspense>> left = new HashMap<>();
    for (Suspense each : Simulation.now(fleet.direct().suspended())) {
      if (owner(each.id()).equals(name)) {
        Scope scope = each.scopes().get(0);
        due.putIfAbsent(scope, 0L);
        left.computeIfAbsent(scope, first -> new ArrayList<>()).add(each);
      }
    }
    due.forEach((scope, rest) -> charge(name, scope, left.getOrDefault(scope, List.of()), rest));
    for (SimulatedCall call : world.book().ofOwner(name)) {
      world.book().endAsked(call);
      world.book().answered(call, Ending.ALREADY_ENDED);
    }
  }

  /**
   * The newest first, so that a window that still lasts is charged all that it may have to bear.
   */
  private void charge(String name, Scope scope, List<Suspense> left, long due) {
    world.trace().add("%s left %s on %s, and %d is due", name, left, scope, due);
    List<Suspense> newestFirst = new ArrayList<>(left);
    Collections.reverse(newestFirst);
    long rest = due;
    for (int i = 0; i < newestFirst.size(); i++) {
      Suspense each = newestFirst.get(i);
      boolean bearsAll = i == newestFirst.size() - 1 && world.workload().overrunPercent() > 0;
      long share = bearsAll ? rest : Math.min(rest, each.amount().nanos());
      Simulation.now(fleet.direct().resolve(each.id(), Usd.ofNanos(share)));
      rest -= share;
    }
    if (rest != 0) {
      throw new AssertionError(
          "of what was billed to %s on %s, %d nano-dollars of %d are not covered by %s"
              .formatted(name, scope, rest, due, left));
    }
  }

  /** Whose hold, part or slice this is. */
  private static String owner(String id) {
    return id.startsWith("lease:")
        ? id.substring("lease:".length(), id.indexOf('-'))
        : id.substring(0, id.indexOf('/'));
  }
}

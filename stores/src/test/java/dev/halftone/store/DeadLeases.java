package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Resolves the slices of dead instances. Which call was drawn from which slice nobody knows any
 * more; but all that was billed to an instance, and is not charged yet, must fit into what it left.
 */
final class DeadLeases {
  private final BudgetLedger ledger;
  private final BilledCalls book;
  private final Predicate<String> dead;

  DeadLeases(BudgetLedger ledger, BilledCalls book, Predicate<String> dead) {
    this.ledger = ledger;
    this.book = book;
    this.dead = dead;
  }

  private record Owner(String life, Scope scope) {}

  /**
   * Resolves those of which every hold of the same instance and scope is in suspense.
   *
   * @param suspended all that was in suspense, before this look
   */
  Future<Void> resolve(List<Suspense> suspended) {
    Set<Owner> owners =
        suspended.stream()
            .filter(each -> BilledCalls.isSlice(each.id()))
            .map(each -> new Owner(BilledCalls.life(each.id()), each.scopes().get(0)))
            .filter(owner -> dead.test(owner.life))
            .collect(Collectors.toSet());
    if (owners.isEmpty()) {
      return Future.succeededFuture();
    }
    return BooksAudit.lines(ledger)
        .compose(
            lines ->
                Future.join(
                    owners.stream().map(owner -> resolve(owner, suspended, lines)).toList()))
        .mapEmpty();
  }

  private Future<Void> resolve(Owner owner, List<Suspense> suspended, List<LedgerEntry> lines) {
    Set<String> open = new HashSet<>();
    long due = book.billedTo(owner.life);
    for (LedgerEntry line : lines) {
      if (line.budget() == null
          && line.scopes().equals(List.of(owner.scope))
          && BilledCalls.life(line.id()).equals(owner.life)) {
        if (BooksAudit.isEnd(line)) {
          open.remove(line.id());
          due -= line.charged().nanos();
        } else {
          open.add(line.id());
        }
      }
    }
    List<Suspense> left = suspended.stream().filter(each -> open.contains(each.id())).toList();
    if (left.size() < open.size()) {
      return Future.succeededFuture();
    }
    for (Suspense each : left) {
      if (!BilledCalls.isSlice(each.id())) {
        due -= book.charge(BilledCalls.call(each.id(), each.scopes())).orElse(0);
      }
    }
    return resolve(left.stream().filter(each -> BilledCalls.isSlice(each.id())).toList(), due);
  }

  private Future<Void> resolve(List<Suspense> slices, long due) {
    long rest = due;
    List<Future<?>> steps = new ArrayList<>();
    for (Suspense slice : slices) {
      long share = Math.min(rest, slice.amount().nanos());
      steps.add(ledger.resolve(slice.id(), Usd.ofNanos(share)));
      rest -= share;
    }
    return rest == 0
        ? Future.join(steps).mapEmpty()
        : Future.failedFuture(
            new AssertionError(
                "%d n$ were billed that no slice of %s covers".formatted(rest, slices)));
  }
}

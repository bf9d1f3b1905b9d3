package dev.halftone.store;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Suspense;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A ledger at the other end of a bad network. */
final class RemoteLedger extends ForwardingLedger {
  private final Supplier<BudgetLedger> there;
  private final SimulatedNetwork network;
  private final BooleanSupplier alive;

  RemoteLedger(Supplier<BudgetLedger> there, SimulatedNetwork network, BooleanSupplier alive) {
    super(there.get());
    this.there = there;
    this.network = network;
    this.alive = alive;
  }

  private <T> Future<T> send(String what, Supplier<Future<T>> step) {
    return network.send(what, alive, () -> answered(step));
  }

  private static <T> Future<T> answered(Supplier<Future<T>> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException refused) {
      return Future.failedFuture(refused);
    }
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return send("reserve " + id, () -> there.get().reserve(id, scopes, amount, lifetime));
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    return send("extend " + id, () -> there.get().extend(id, amount, lifetime));
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    return send("carve " + id, () -> there.get().carve(id, part, amount));
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return send("settle " + id, () -> there.get().settle(id, charged));
  }

  @Override
  public Future<Ending> release(String id) {
    return send("release " + id, () -> there.get().release(id));
  }

  @Override
  public Future<Ending> suspend(String id) {
    return send("suspend " + id, () -> there.get().suspend(id));
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return send("resolve " + id, () -> there.get().resolve(id, charged));
  }

  @Override
  public Future<Void> put(Budget budget) {
    return send("put " + budget, () -> there.get().put(budget));
  }

  @Override
  public Future<Boolean> remove(Scope scope, Window window) {
    return send("remove " + scope, () -> there.get().remove(scope, window));
  }

  @Override
  public Future<List<BudgetState>> budgets() {
    return send("budgets", () -> there.get().budgets());
  }

  @Override
  public Future<List<Suspense>> suspended() {
    return send("suspended", () -> there.get().suspended());
  }
}

package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.cost.Usd;
import dev.halftone.router.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The way to a shared ledger, on which calls and answers are lost, delayed and doubled. */
final class TroubledLedger extends ForwardingLedger {
  enum Trouble {
    NONE,
    /** Fails without being made. */
    FAILS,
    /** Is made, and the answer fails. */
    ANSWER_LOST,
    /** Is not made, and there is no answer. */
    HANGS,
    /** Is made at once, and the answer takes long. */
    ANSWER_LATE,
    /** Is made after long. */
    MADE_LATE,
    /** Is made twice. */
    TWICE
  }

  private final VirtualTime time;
  Supplier<Trouble> trouble = () -> Trouble.NONE;
  Duration delay = Duration.ofMillis(20);
  long calls;

  TroubledLedger(BudgetLedger shared, VirtualTime time) {
    super(shared);
    this.time = time;
  }

  private <T> Future<T> pass(Supplier<Future<T>> call) {
    calls++;
    return switch (trouble.get()) {
      case NONE -> call.get();
      case FAILS -> Future.failedFuture(new IllegalStateException("no way"));
      case ANSWER_LOST ->
          call.get()
              .transform(made -> Future.failedFuture(new IllegalStateException("no way back")));
      case HANGS -> Promise.<T>promise().future();
      case ANSWER_LATE -> {
        Future<T> made = call.get();
        Promise<T> late = Promise.promise();
        time.schedule(delay.toNanos(), () -> made.onComplete(late));
        yield late.future();
      }
      case MADE_LATE -> {
        Promise<T> late = Promise.promise();
        time.schedule(delay.toNanos(), () -> call.get().onComplete(late));
        yield late.future();
      }
      case TWICE -> call.get().transform(made -> call.get());
    };
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return pass(() -> super.reserve(id, scopes, amount, lifetime));
  }

  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    return pass(() -> super.extend(id, amount, lifetime));
  }

  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    return pass(() -> super.carve(id, part, amount));
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return pass(() -> super.settle(id, charged));
  }

  @Override
  public Future<Ending> release(String id) {
    return pass(() -> super.release(id));
  }

  @Override
  public Future<Ending> suspend(String id) {
    return pass(() -> super.suspend(id));
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return pass(() -> super.resolve(id, charged));
  }

  @Override
  public Future<List<BudgetState>> budgets(Collection<Scope> scopes) {
    return pass(() -> super.budgets(scopes));
  }
}

package dev.halftone.fleet;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Ending;
import dev.halftone.budget.ForwardingLedger;
import dev.halftone.budget.HoldChange;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ledger under observation: after each step every budget must be within its limit, and in the end
 * every hold must agree with what the provider really billed.
 *
 * <p>It keeps books of its own, from what was asked of the ledger and what that answered. What it
 * finds it keeps, because an exception thrown here would only fail a future.
 */
final class CheckedLedger extends ForwardingLedger {
  private final Map<String, Book> books = new HashMap<>();
  private long steps;
  private @Nullable PromiseBroken broken;

  CheckedLedger(BudgetLedger ledger) {
    super(ledger);
  }

  private enum State {
    HELD,
    SETTLED,
    RELEASED,
    SUSPENDED
  }

  private static final class Book {
    final Usd held;
    final List<Scope> scopes;
    State state = State.HELD;
    Usd settled = Usd.ZERO;

    Book(Usd held, List<Scope> scopes) {
      this.held = held;
      this.scopes = scopes;
    }
  }

  /** What was found first; null as long as the promise holds. */
  @Nullable PromiseBroken broken() {
    return broken;
  }

  long steps() {
    return steps;
  }

  @Override
  public Future<Reservation> reserve(
      String id, Collection<Scope> scopes, Usd amount, Duration lifetime) {
    return super.reserve(id, scopes, amount, lifetime)
        .onSuccess(
            answer -> {
              if (answer instanceof Reservation.Held) {
                if (books.put(id, new Book(amount, List.copyOf(scopes))) != null) {
                  report("hold %s is used twice".formatted(id));
                }
              }
              check();
            });
  }

  @Override
  public Future<Ending> settle(String id, Usd charged) {
    return ended(super.settle(id, charged), id, State.SETTLED, charged);
  }

  @Override
  public Future<Ending> release(String id) {
    return ended(super.release(id), id, State.RELEASED, Usd.ZERO);
  }

  @Override
  public Future<Ending> suspend(String id) {
    return ended(super.suspend(id), id, State.SUSPENDED, Usd.ZERO);
  }

  @Override
  public Future<Ending> resolve(String id, Usd charged) {
    return ended(super.resolve(id, charged), id, State.SETTLED, charged);
  }

  private Future<Ending> ended(Future<Ending> ending, String id, State state, Usd charged) {
    return ending.onSuccess(
        applied -> {
          Book book = books.get(id);
          if (applied == Ending.APPLIED && book != null) {
            book.state = state;
            book.settled = charged;
          } else if (applied == Ending.APPLIED) {
            report("hold %s ended and never began".formatted(id));
          }
          check();
        });
  }

  /** The books do not follow this step. */
  @Override
  public Future<HoldChange> extend(String id, Usd amount, Duration lifetime) {
    throw new UnsupportedOperationException("no strategy extends a hold");
  }

  /** The books do not follow this step. */
  @Override
  public Future<HoldChange> carve(String id, String part, Usd amount) {
    throw new UnsupportedOperationException("no strategy carves a hold");
  }

  private void check() {
    steps++;
    for (BudgetState state : budgets().result()) {
      Usd allowed = state.budget().limit().plus(state.overrun());
      if (state.committed().isMoreThan(allowed)) {
        report(
            "after step %d, budget %s has $%s spent, held or in suspense, above its limit of $%s"
                .formatted(steps, state.budget().scope(), state.committed(), allowed));
      }
    }
  }

  /** Compares every hold with the bill of its call, and the sums with the ledger's own. */
  void checkEnd(Bills bills) {
    books.forEach((id, book) -> compare(id, book, bills.of(id)));
    for (String billed : bills.all().keySet()) {
      if (!books.containsKey(billed)) {
        report("attempt %s was billed without a hold".formatted(billed));
      }
    }
    for (BudgetState state : budgets().result()) {
      if (state.budget().window() instanceof Window.Total) {
        Scope scope = state.budget().scope();
        compare(scope, "spent", state.spent(), sum(scope, State.SETTLED));
        compare(scope, "held", state.held(), Usd.ZERO);
        compare(scope, "in suspense", state.suspense(), sum(scope, State.SUSPENDED));
      }
    }
  }

  private void compare(String id, Book book, Usd billed) {
    boolean agrees =
        switch (book.state) {
          case HELD -> false;
          case SETTLED -> book.settled.equals(billed);
          case RELEASED -> billed.isZero();
          // Nobody told the router, so all that is known is that the money is there.
          case SUSPENDED -> !billed.isMoreThan(book.held);
        };
    if (!agrees) {
      report(
          "hold %s of $%s is %s with $%s, and its call was billed $%s"
              .formatted(id, book.held, book.state, book.settled, billed));
    }
  }

  private void compare(Scope scope, String what, Usd ledger, Usd ours) {
    if (!ledger.equals(ours)) {
      report("budget %s has $%s %s, its holds say $%s".formatted(scope, ledger, what, ours));
    }
  }

  private Usd sum(Scope scope, State state) {
    Usd sum = Usd.ZERO;
    for (Book book : books.values()) {
      if (book.state == state && book.scopes.contains(scope)) {
        sum = sum.plus(state == State.SETTLED ? book.settled : book.held);
      }
    }
    return sum;
  }

  private void report(String what) {
    if (broken == null) {
      broken = new PromiseBroken(what);
    }
  }
}

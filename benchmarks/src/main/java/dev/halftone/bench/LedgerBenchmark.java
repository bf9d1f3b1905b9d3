package dev.halftone.bench;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Ending;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Reservation;
import dev.halftone.budget.Window;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Question: what does a hold that ends exactly once, on one hot budget, cost over a bare counter?
 *
 * <p>Baseline: compare-and-set on an {@link AtomicLong}, which forgets whose money it is: no id, no
 * second ending recognised, no suspense, no window. The ledger's figure includes making the id.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerBenchmark {
  private static final long LIMIT = 9_000_000_000_000_000_000L;

  private final Usd hold = Usd.parse("0.170000");
  private final Usd charged = Usd.parse("0.164700");
  private final List<dev.halftone.budget.Scope> scopes =
      List.of(dev.halftone.budget.Scope.parse("team:growth"));
  private final AtomicLong left = new AtomicLong(LIMIT);
  private final AtomicLong ids = new AtomicLong();
  private final InMemoryLedger ledger =
      InMemoryLedger.create(
          List.of(new Budget(scopes.get(0), Usd.ofNanos(LIMIT), new Window.Total())),
          InstantSource.system());

  /** Makes sure that both hold and settle. */
  @Setup
  public void check() {
    long before = left.get();
    if (baselineAtomicLong() != before - charged.nanos()) {
      throw new IllegalStateException("the counter did not settle");
    }
    if (reserveAndSettle() != Ending.APPLIED) {
      throw new IllegalStateException("the ledger did not settle");
    }
  }

  /** Makes sure that every settlement was counted once. */
  @TearDown
  public void checkSpent() {
    Usd spent = ledger.budgets().result().get(0).spent();
    if (!spent.equals(charged.times(ids.get()))) {
      throw new IllegalStateException(
          "spent $%s after %d settlements of $%s".formatted(spent, ids.get(), charged));
    }
  }

  @Benchmark
  public long baselineAtomicLong() {
    long before = left.get();
    while (before >= hold.nanos() && !left.compareAndSet(before, before - hold.nanos())) {
      before = left.get();
    }
    return left.addAndGet(hold.nanos() - charged.nanos());
  }

  @Benchmark
  public Ending reserveAndSettle() {
    String id = "d-5eed0001-" + ids.incrementAndGet();
    Future<Reservation> reservation = ledger.reserve(id, scopes, hold);
    if (!(reservation.result() instanceof Reservation.Held held)) {
      throw new IllegalStateException("the ledger refused " + id);
    }
    return ledger.settle(held.id(), charged).result();
  }
}

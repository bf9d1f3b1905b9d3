package dev.halftone.router;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.BudgetState;
import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands on the budgets of a ledger, summed by scope kind, for readers who must not wait: they
 * get the latest answer, and at most once a second make it be asked again. Thread-safe.
 */
final class BudgetSums {
  private static final Logger log = LoggerFactory.getLogger(BudgetSums.class);
  private static final long REFRESH_NANOS = 1_000_000_000L;

  private final BudgetLedger ledger;
  private final LongSupplier ticker;
  private final BiConsumer<BudgetSums, String> newKind;
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile boolean asked;
  private volatile long askedNanos;
  private volatile @Nullable Map<String, Map<Figure, BigInteger>> sums;

  /**
   * Asks nothing yet.
   *
   * @param ticker elapsed nanoseconds
   * @param newKind is told each kind of scope when it is first seen
   */
  BudgetSums(BudgetLedger ledger, LongSupplier ticker, BiConsumer<BudgetSums, String> newKind) {
    this.ledger = ledger;
    this.ticker = ticker;
    this.newKind = newKind;
  }

  /** What is summed up. */
  enum Figure {
    LIMIT,
    SPENT,
    HELD,
    SUSPENSE;

    private Usd of(BudgetState state) {
      return switch (this) {
        case LIMIT -> state.budget().limit();
        case SPENT -> state.spent();
        case HELD -> state.held();
        case SUSPENSE -> state.suspense();
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The sum in nano-dollars, which may be more than one {@link Usd} holds; null if not known. */
  @Nullable BigInteger sum(String kind, Figure figure) {
    refresh();
    Map<String, Map<Figure, BigInteger>> latest = sums;
    if (latest == null) {
      return null;
    }
    Map<Figure, BigInteger> ofKind = latest.get(kind);
    return ofKind == null ? BigInteger.ZERO : ofKind.get(figure);
  }

  /** So that a ledger that was away when it was first asked is seen without a reader. */
  void refreshIfUnknown() {
    if (sums == null) {
      refresh();
    }
  }

  void refresh() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    long now = ticker.getAsLong();
    if (asked && now - askedNanos < REFRESH_NANOS) {
      asking.set(false);
      return;
    }
    asked = true;
    askedNanos = now;
    budgets()
        .onComplete(
            (states, failure) -> {
              try {
                if (failure == null) {
                  answered(states);
                } else {
                  failed(failure);
                }
              } finally {
                asking.set(false);
              }
            });
  }

  private Future<List<BudgetState>> budgets() {
    try {
      return ledger.budgets();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void answered(List<BudgetState> states) {
    Map<String, Map<Figure, BigInteger>> latest = new TreeMap<>();
    for (BudgetState state : states) {
      Map<Figure, BigInteger> ofKind =
          latest.computeIfAbsent(
              state.budget().scope().kind(), kind -> new EnumMap<>(Figure.class));
      for (Figure figure : Figure.values()) {
        ofKind.merge(figure, BigInteger.valueOf(figure.of(state).nanos()), BigInteger::add);
      }
    }
    sums = latest;
    for (String kind : latest.keySet()) {
      if (kinds.add(kind)) {
        newKind.accept(this, kind);
      }
    }
  }

  private void failed(Throwable failure) {
    if (sums != null) {
      log.warn("the budgets cannot be read for metrics: {}", failure.toString());
    }
    sums = null;
  }
}

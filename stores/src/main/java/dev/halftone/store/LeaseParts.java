package dev.halftone.store;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.router.Timers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the parts of a {@link LeasedLedger} share. */
final class LeaseParts {
  final BudgetLedger shared;
  final LeaseOptions options;
  final Timers timers;
  final Turns turns = new Turns();
  final SharedCalls calls;
  final LongAdder localHolds = new LongAdder();
  final LongAdder refusals = new LongAdder();
  final LongAdder slices = new LongAdder();
  final LongAdder abandoned = new LongAdder();

  /** Guarded by {@link Turns}. */
  boolean closed;

  private final InstantSource clock;
  private long latestMillis = Long.MIN_VALUE;

  LeaseParts(BudgetLedger shared, LeaseOptions options, InstantSource clock, Timers timers) {
    this.shared = shared;
    this.options = options;
    this.clock = clock;
    this.timers = timers;
    this.calls = new SharedCalls(timers, options.callTimeout());
  }

  /** Why nothing can be reserved now; null if it can. To be called within a decision. */
  @Nullable Throwable unable() {
    if (closed) {
      return new IllegalStateException("the leased ledger is closed");
    }
    Throwable loss = calls.loss();
    return loss != null && options.onLoss() == LeaseOptions.OnLoss.REFUSE
        ? Purses.failure("the shared ledger cannot be reached", loss)
        : null;
  }

  /** The time, which stands still while the clock goes back; to be called within a decision. */
  long nowMillis() {
    latestMillis = Math.max(latestMillis, clock.millis());
    return latestMillis;
  }

  Instant now() {
    return Instant.ofEpochMilli(nowMillis());
  }
}

package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How long the batches of one provider take, and whether it takes any: the last 32 of the last
 * three days; before any was seen, the window it declares. Thread-safe.
 */
final class BatchTurnaround {
  private static final int KEPT = 32;
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final long REST_NANOS = 10 * MINUTE_NANOS;
  private static final long FORGOTTEN_NANOS = 3 * 24 * 60 * MINUTE_NANOS;
  private static final int SLOW_PERCENT = 95;
  private static final int MEDIAN_PERCENT = 50;
  private static final int WHOLE = 100;

  private final long windowNanos;
  private final Deque<Seen> seen = new ArrayDeque<>();
  private long restUntilNanos;
  private boolean resting;

  /** One batch. */
  private record Seen(long atNanos, long tookNanos) {}

  BatchTurnaround(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /** Takes in how a batch ended; one that was not made in time took longer. */
  synchronized void ended(BatchRun.Ended ended, long nowNanos) {
    ProviderFailure refusal = ended.refusal();
    if (refusal != null) {
      resting = true;
      restUntilNanos = nowNanos + restNanos(refusal);
      return;
    }
    resting = false;
    seen.addLast(
        new Seen(
            nowNanos, ended.made() ? ended.nanos() : Math.max(ended.nanos(), windowNanos + 1)));
    if (seen.size() > KEPT) {
      seen.removeFirst();
    }
  }

  private static long restNanos(ProviderFailure refusal) {
    Duration said = refusal.comeBackIn();
    if (said == null || said.isNegative()) {
      return REST_NANOS;
    }
    return said.compareTo(Rest.LONGEST_BELIEVED) < 0
        ? Math.max(REST_NANOS, said.toNanos())
        : Rest.LONGEST_BELIEVED.toNanos();
  }

  /** Why no batch is sent now; null if one is. */
  synchronized @Nullable Block block(long nowNanos) {
    long left = restUntilNanos - nowNanos;
    return resting && left > 0 ? new Block("rests after a batch was refused", left) : null;
  }

  /**
   * The time to expect.
   *
   * @param declared gives the odds
   */
  synchronized Forecast forecast(Forecast declared, int quantilePercent, long nowNanos) {
    seen.removeIf(one -> nowNanos - one.atNanos() > FORGOTTEN_NANOS);
    if (seen.isEmpty()) {
      return declared;
    }
    long[] sorted = seen.stream().mapToLong(Seen::tookNanos).sorted().toArray();
    return new Forecast(
        quantile(sorted, MEDIAN_PERCENT),
        quantile(sorted, quantilePercent),
        quantile(sorted, SLOW_PERCENT),
        sorted.length,
        declared.failuresPerMillion(),
        declared.billedFailuresPerMillion());
  }

  private static long quantile(long[] sorted, int percent) {
    int rank = -Math.floorDiv(-sorted.length * percent, WHOLE);
    return sorted[Math.max(0, rank - 1)];
  }
}

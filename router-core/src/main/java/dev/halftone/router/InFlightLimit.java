package dev.halftone.router;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import java.util.concurrent.TimeUnit;

/**
 * How many calls a route bears at a time, learned from how calls end: one more after each that ends
 * well while at least half is used, a quarter less after one that was throttled, timed out, or took
 * four times as long as expected. Starts at what the provider declares, or at 256, and stays
 * between 1 and that, or 4,096. From a minute after the last cut on, each answer gives one back up
 * to the start, used or not: planning avoids what is nearly full, so a limit that came out of an
 * outage near 1 would never be half used again. Thread-safe.
 *
 * <p>It follows refusals rather than the slope of latency (additive increase, multiplicative
 * decrease), because the time an image takes says more about the image than about the load.
 */
final class InFlightLimit {
  private static final int UNDECLARED_START = 256;
  private static final int UNDECLARED_MOST = 4_096;
  private static final double KEPT_AFTER_OVERLOAD = 0.75;
  private static final long MILLIONTHS = 1_000_000L;
  private static final int SLOW_FACTOR = 4;
  private static final long HEALS_AFTER_NANOS = 60_000_000_000L;

  private final Limit limit;
  private final int start;
  private long lastCutNanos;
  private boolean everCut;

  InFlightLimit(int maxInFlight) {
    start = Math.min(maxInFlight, UNDECLARED_START);
    limit =
        AIMDLimit.newBuilder()
            .initialLimit(start)
            .minLimit(1)
            .maxLimit(Math.min(maxInFlight, UNDECLARED_MOST))
            .backoffRatio(KEPT_AFTER_OVERLOAD)
            .timeout(SLOW_FACTOR * MILLIONTHS, TimeUnit.NANOSECONDS)
            .build();
  }

  int now() {
    return limit.getLimit();
  }

  /**
   * A call brought an answer.
   *
   * @param usualNanos for its class before it ended; 0 if nothing is known, which teaches no
   *     slowness
   * @param inFlight calls on the way when it started, itself included
   */
  void answered(long startedNanos, long endedNanos, long usualNanos, int inFlight) {
    long latency = endedNanos - startedNanos;
    // The share of the forecast takes the place of the round-trip time, in millionths.
    long share =
        usualNanos == 0 ? MILLIONTHS : Math.max(1, latency / Math.max(1, usualNanos / MILLIONTHS));
    sample(startedNanos, endedNanos, share, inFlight, share > SLOW_FACTOR * MILLIONTHS);
  }

  /** A call was throttled, found an overloaded provider, or brought no answer in time. */
  void overloaded(long startedNanos, long endedNanos, int inFlight) {
    sample(startedNanos, endedNanos, MILLIONTHS, inFlight, true);
  }

  private synchronized void sample(
      long startedNanos, long endedNanos, long share, int inFlight, boolean cut) {
    if (cut) {
      // Calls sent before the last cut knew nothing of it: one burst of refusals cuts once.
      if (everCut && startedNanos - lastCutNanos < 0) {
        return;
      }
      everCut = true;
      lastCutNanos = endedNanos;
    }
    boolean heals = everCut && now() < start && endedNanos - lastCutNanos >= HEALS_AFTER_NANOS;
    limit.onSample(startedNanos, share, heals && !cut ? now() : inFlight, cut);
  }
}

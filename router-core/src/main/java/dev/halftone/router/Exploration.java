package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.router.RoutePlan.Ranked;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a request may try a route of which little is known instead of the one it would take.
 *
 * <p>Each request that could, earns a share of a request and of its expected cost; an exploration
 * spends a whole request and what it costs more. So never more than that share of requests is
 * explored with, and never more than that share of their expected cost is spent on it beyond what
 * they would have cost. What was earned and not spent is halved every hour, so that a quiet night
 * is not followed by a burst. Thread-safe.
 */
final class Exploration {
  static final long HALF_LIFE_NANOS = 3_600_000_000_000L;

  private static final int WHOLE = 100;

  private final int percent;
  private long requestCredit;
  private long moneyCreditNanos;
  private long halvedAtNanos;
  private boolean started;

  /**
   * Starts without credit.
   *
   * @param percent the share, 0 to 100; 0 never explores
   */
  Exploration(int percent) {
    if (percent < 0 || percent > WHOLE) {
      throw new IllegalArgumentException(
          "percent is %d; allowed are 0 to %d".formatted(percent, WHOLE));
    }
    this.percent = percent;
  }

  /**
   * Counts a request that could explore, and decides whether it does.
   *
   * @param extraCost what it is expected to cost more than without exploring; below zero counts as
   *     zero
   * @param expectedCost what it is expected to cost without exploring
   */
  synchronized boolean mayExplore(Usd extraCost, Usd expectedCost, long nowNanos) {
    age(nowNanos);
    requestCredit += percent;
    moneyCreditNanos = saturatedSum(moneyCreditNanos, share(Math.max(0, expectedCost.nanos())));
    long extra = Math.max(0, extraCost.nanos());
    if (requestCredit < WHOLE || moneyCreditNanos < extra) {
      return false;
    }
    requestCredit -= WHOLE;
    moneyCreditNanos -= extra;
    return true;
  }

  /**
   * The order in which to try, with an unknown route of the best rung put first if there is one and
   * it may be explored.
   *
   * @param ranked best first
   * @param leftNanos the time left; a route that may need longer is not explored
   */
  List<Ranked> order(List<Ranked> ranked, long leftNanos, long nowNanos) {
    int index = unknown(ranked, leftNanos);
    if (index <= 0) {
      return ranked;
    }
    Ranked unknown = ranked.get(index);
    Usd expected = ranked.get(0).candidate().quote().expected();
    Usd extra = unknown.candidate().quote().expected().minus(expected);
    if (!mayExplore(extra, expected, nowNanos)) {
      return ranked;
    }
    List<Ranked> order = new ArrayList<>(ranked);
    order.remove(index);
    order.add(0, unknown);
    return order;
  }

  /** The best unknown one on the rung of the best; 0 if that is unknown itself, -1 if none. */
  private static int unknown(List<Ranked> ranked, long leftNanos) {
    for (int i = 0; i < ranked.size(); i++) {
      Ranked one = ranked.get(i);
      if (one.candidate().rung() != ranked.get(0).candidate().rung()) {
        return -1;
      }
      if (one.view().exploring() && one.view().forecast().slowNanos() <= leftNanos) {
        return i;
      }
    }
    return -1;
  }

  private void age(long nowNanos) {
    if (!started) {
      started = true;
      halvedAtNanos = nowNanos;
    }
    while (nowNanos - halvedAtNanos >= HALF_LIFE_NANOS
        && (requestCredit > 0 || moneyCreditNanos > 0)) {
      requestCredit /= 2;
      moneyCreditNanos /= 2;
      halvedAtNanos += HALF_LIFE_NANOS;
    }
    if (nowNanos - halvedAtNanos >= HALF_LIFE_NANOS) {
      halvedAtNanos = nowNanos;
    }
  }

  /** Rounded down, as a share never is more than its percents. */
  private long share(long nanos) {
    return nanos / WHOLE * percent + nanos % WHOLE * percent / WHOLE;
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}

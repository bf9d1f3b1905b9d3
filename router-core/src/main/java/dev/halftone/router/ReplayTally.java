package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.router.ReplayedDecision.Course;
import dev.halftone.router.ReplayedDecision.Source;
import org.HdrHistogram.Histogram;

/** Adds up a replay in little memory, however long it is. Not thread-safe. */
final class ReplayTally {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long LONGEST_MILLIS = 172_800_000L;
  private static final int DIGITS = 2;

  private final Side then = new Side();
  private final Side now = new Side();
  private long decisions;
  private long moved;
  private long forecast;

  void add(ReplayedDecision one) {
    decisions++;
    moved += one.moved() ? 1 : 0;
    forecast += one.now().source() == Source.RECORDED ? 0 : 1;
    then.add(one.then());
    now.add(one.now());
  }

  ReplaySummary summary() {
    return new ReplaySummary(decisions, moved, forecast, then.sums(), now.sums());
  }

  private static final class Side {
    private final Histogram millis = new Histogram(1, LONGEST_MILLIS, DIGITS);
    private long served;
    private long refused;
    private long failed;
    private Usd charged = Usd.ZERO;
    private Usd suspended = Usd.ZERO;
    private long totalNanos;

    void add(Course course) {
      charged = charged.plus(course.charged());
      suspended = suspended.plus(course.suspended());
      if (course.served()) {
        served++;
        totalNanos = Saturated.sum(totalNanos, course.latencyNanos());
        millis.recordValue(Math.min(course.latencyNanos() / NANOS_PER_MILLI, LONGEST_MILLIS));
      } else if (course.outcome().equals(RoutingException.Reason.BUDGET_EXCEEDED.toString())) {
        refused++;
      } else {
        failed++;
      }
    }

    ReplaySummary.Sums sums() {
      return new ReplaySummary.Sums(
          served, refused, failed, charged, suspended, totalNanos, quantile(50), quantile(95));
    }

    private long quantile(int percent) {
      return served == 0 ? 0 : millis.getValueAtPercentile(percent) * NANOS_PER_MILLI;
    }
  }
}

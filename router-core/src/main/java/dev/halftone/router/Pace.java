package dev.halftone.router;

/**
 * How slow a route is compared with what was declared, over all its classes: what is seen of one
 * class says something of the others. Without it, a route that is fast in one class looks as slow
 * as declared in the next, and has to be explored class by class.
 *
 * <p>A moving geometric mean, in which the declared pace counts as three answers and answers
 * further back than about 64 fade. Reading takes no lock. Thread-safe.
 */
final class Pace {
  private static final int DECLARED_ANSWERS = 3;
  private static final int MOST_ANSWERS = 64;
  private static final double MOST_FACTOR = 8;
  private static final int WHOLE = 100;

  private int answers = DECLARED_ANSWERS;
  private double logarithm;
  private volatile int percent = WHOLE;

  /** An answer took so long where so long was declared to be usual. */
  synchronized void record(long nanos, long declaredNanos) {
    double factor = Math.max(1, nanos) / (double) Math.max(1, declaredNanos);
    double bounded = Math.min(MOST_FACTOR, Math.max(1 / MOST_FACTOR, factor));
    answers = Math.min(answers + 1, MOST_ANSWERS);
    logarithm += (Math.log(bounded) - logarithm) / answers;
    percent = (int) Math.round(WHOLE * Math.exp(logarithm));
  }

  /** The declared forecast of any class at this pace. */
  Forecast of(Forecast declared) {
    int now = percent;
    return now == WHOLE
        ? declared
        : new Forecast(
            at(now, declared.expectedNanos()),
            at(now, declared.quantileNanos()),
            at(now, declared.slowNanos()),
            declared.samples(),
            declared.failuresPerMillion(),
            declared.billedFailuresPerMillion());
  }

  /** Divided first: a latency is far above a hundred nanoseconds, and no product can overflow. */
  private static long at(int percent, long nanos) {
    return nanos / WHOLE * percent;
  }
}

package dev.halftone.router;

/**
 * What is expected of one route for one class of request.
 *
 * @param expectedNanos the median latency
 * @param quantileNanos the latency at the quantile of the policy
 * @param slowNanos the 95th percentile; deadlines are checked against it
 * @param samples how many answers it rests on, old ones counting less; 0 means the declared prior
 * @param failuresPerMillion how many of a million calls that end are expected to fail, above 0 and
 *     below 1,000,000
 * @param billedFailuresPerMillion how many of a million calls that end are expected to fail and to
 *     be billed all the same, or to leave their money in suspense; at most failuresPerMillion
 */
record Forecast(
    long expectedNanos,
    long quantileNanos,
    long slowNanos,
    long samples,
    int failuresPerMillion,
    int billedFailuresPerMillion) {
  private static final int DECLARED_FAILURES_PER_MILLION = 20_000;
  private static final int DECLARED_BILLED_PER_MILLION = 5_000;

  /** One whose failures are not billed. */
  Forecast(
      long expectedNanos,
      long quantileNanos,
      long slowNanos,
      long samples,
      int failuresPerMillion) {
    this(expectedNanos, quantileNanos, slowNanos, samples, failuresPerMillion, 0);
  }

  /** What is expected before any answer was seen: quantiles as usual for making images. */
  static Forecast declared(long usualNanos) {
    return new Forecast(
        usualNanos,
        usualNanos + usualNanos / 2,
        2 * usualNanos,
        0,
        DECLARED_FAILURES_PER_MILLION,
        DECLARED_BILLED_PER_MILLION);
  }
}

package dev.halftone.router;

/**
 * The latency of one route for one class of request, learned from its answers.
 *
 * <p>Follows a rise at once and forgets it slowly: an answer slower than expected counts for half,
 * a faster one for an eighth. The spread is the smoothed distance from the expectation.
 * Thread-safe.
 */
final class Latency {
  private static final int SPREADS_TO_SLOW = 3;

  private long expectedNanos;
  private long spreadNanos;
  private long samples;

  synchronized void record(long nanos) {
    samples++;
    if (samples == 1) {
      expectedNanos = nanos;
      spreadNanos = nanos / 4;
      return;
    }
    long distance = nanos - expectedNanos;
    expectedNanos += distance > 0 ? distance / 2 : distance / 8;
    spreadNanos += (Math.abs(distance) - spreadNanos) / 8;
  }

  synchronized Forecast forecast(Forecast prior) {
    return samples == 0
        ? prior
        : new Forecast(
            expectedNanos,
            expectedNanos + 2 * spreadNanos,
            expectedNanos + SPREADS_TO_SLOW * spreadNanos,
            samples,
            prior.failuresPerMillion());
  }
}

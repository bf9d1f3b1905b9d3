package dev.halftone.cli;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.ProviderFailure;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider, as the router told of it.
 *
 * @param wish the tier of its request, or {@code pinned}
 * @param images how many were asked for
 * @param retry whether a call of the same request had failed before
 * @param latencyNanos simulated nanoseconds
 * @param failure null if it brought images
 */
record DemoCall(
    String attemptId,
    String provider,
    String model,
    Quality quality,
    String wish,
    int images,
    boolean retry,
    Usd charged,
    long latencyNanos,
    ProviderFailure.@Nullable Kind failure) {

  DemoCall withImages(int number) {
    return new DemoCall(
        attemptId, provider, model, quality, wish, number, retry, charged, latencyNanos, failure);
  }
}

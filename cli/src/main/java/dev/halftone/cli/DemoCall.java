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
    Usd charged,
    long latencyNanos,
    ProviderFailure.@Nullable Kind failure) {}

package dev.halftone.router;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.image.ImageProvider;
import java.util.List;

/**
 * One way to serve one request: a provider, a model, a quality and what it would cost.
 *
 * @param provider where
 * @param route its provider and model by name
 * @param quality the quality to send
 * @param rung the rung of the ladder it stands on, 0 for the best
 * @param quote the price
 * @param dropped parameters that would be lost
 * @param latencyClass what its latency is compared with
 * @param prior the latency to expect before any answer was seen
 */
record Candidate(
    ImageProvider provider,
    Route route,
    Quality quality,
    int rung,
    Quote quote,
    List<String> dropped,
    LatencyClass latencyClass,
    Forecast prior) {

  String model() {
    return route.model();
  }
}

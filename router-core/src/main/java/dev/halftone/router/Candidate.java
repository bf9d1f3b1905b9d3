package dev.halftone.router;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.ThinkingRoute;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageProvider;
import java.util.List;

/**
 * One way to serve one request: a provider, a model, a quality and what it would cost.
 *
 * @param provider where
 * @param route its provider and model by name
 * @param quality the quality to send
 * @param rung the rung of the ladder it stands on, 0 for the best
 * @param declared the price as the catalogue gives it, which bills are compared with
 * @param quote the same as the bills seen so far correct it
 * @param hold what a budget must hold for it
 * @param dropped parameters that would be lost
 * @param latencyClass what its latency is compared with
 * @param prior the latency to expect before any answer was seen
 */
record Candidate(
    ImageProvider provider,
    Route route,
    Quality quality,
    int rung,
    Quote declared,
    Quote quote,
    Usd hold,
    List<String> dropped,
    LatencyClass latencyClass,
    Forecast prior) {

  String model() {
    return route.model();
  }

  /** What to send as {@code complexity}; off where the model does not serve thinking that way. */
  Thinking complexity() {
    return quote.thinking().via() == ThinkingRoute.COMPLEXITY
        ? quote.spec().thinking()
        : Thinking.OFF;
  }
}

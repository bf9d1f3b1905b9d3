package dev.halftone.router;

import dev.halftone.cost.Quality;
import dev.halftone.cost.Quote;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.ThinkingRoute;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities.Parameter;
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

  /** How much planning to ask of the route; off where it does not serve thinking. */
  Thinking thinking() {
    boolean served =
        quote.thinking().via() != ThinkingRoute.NONE
            && provider.capabilities().honoured().contains(Parameter.THINKING);
    return served ? quote.spec().thinking() : Thinking.OFF;
  }
}

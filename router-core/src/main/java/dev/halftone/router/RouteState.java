package dev.halftone.router;

import dev.halftone.image.RateLimit;
import java.util.Map;

/**
 * How one route stands at this moment.
 *
 * @param provider the provider's configured name
 * @param model the model
 * @param inFlight calls on the way
 * @param inFlightLimit how many it is trusted with at a time
 * @param breaker whether faults keep calls off it
 * @param remaining how much is left of each limit that is known
 */
public record RouteState(
    String provider,
    String model,
    int inFlight,
    int inFlightLimit,
    BreakerState breaker,
    Map<RateLimit.Kind, Long> remaining) {
  public RouteState {
    remaining = Map.copyOf(remaining);
  }
}

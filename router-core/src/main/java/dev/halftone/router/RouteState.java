package dev.halftone.router;

import dev.halftone.image.RateLimit;
import java.util.Map;

/**
 * How one route, or one model of a batch lane, stands at this moment.
 *
 * @param provider the provider's configured name
 * @param model the model
 * @param batch whether it is a batch lane
 * @param inFlight calls on the way; of a lane, those that wait in batches
 * @param inFlightLimit how many it is trusted with at a time; all models of a lane share it
 * @param breaker whether faults keep calls off it; of a lane, whether it rests after a refusal
 * @param remaining how much is left of each limit that is known
 */
public record RouteState(
    String provider,
    String model,
    boolean batch,
    int inFlight,
    int inFlightLimit,
    BreakerState breaker,
    Map<RateLimit.Kind, Long> remaining) {
  public RouteState {
    remaining = Map.copyOf(remaining);
  }
}

package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one candidate's route at the instant of planning.
 *
 * @param forecast the latency to expect
 * @param inFlight calls under way on the route
 * @param inFlightLimit how many it is trusted with at a time
 * @param room how many more may go out at once
 * @param scarce whether little is left of one of its limits
 * @param block why it takes no call now; null if it does
 * @param exploring whether too little is known of the route for this class of request, so that it
 *     may be tried within the share set aside for that
 * @param early whether a guess that kept calls off it is overruled: one trial call may go out
 */
record RouteView(
    Forecast forecast,
    int inFlight,
    int inFlightLimit,
    int room,
    boolean scarce,
    @Nullable Block block,
    boolean exploring,
    boolean early) {
  /** One with no guess overruled. */
  RouteView(
      Forecast forecast,
      int inFlight,
      int inFlightLimit,
      int room,
      boolean scarce,
      @Nullable Block block,
      boolean exploring) {
    this(forecast, inFlight, inFlightLimit, room, scarce, block, exploring, false);
  }

  /** The same, with its guessed block overruled. */
  RouteView tryingEarly() {
    return new RouteView(forecast, inFlight, inFlightLimit, 1, scarce, null, exploring, true);
  }
}

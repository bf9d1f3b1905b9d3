package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one candidate's route at the instant of planning.
 *
 * @param forecast the latency to expect
 * @param inFlight calls under way on the route
 * @param restNanos how long it must still be left alone; 0 if it may be used
 * @param restReason why it rests
 */
record RouteView(Forecast forecast, int inFlight, long restNanos, @Nullable String restReason) {}

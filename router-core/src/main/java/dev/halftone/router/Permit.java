package dev.halftone.router;

/**
 * The leave of a route to send one call; its end is reported exactly once.
 *
 * @param startedNanos when it was given
 * @param mark all that had gone out on the route, this call included
 * @param pass of the route's breaker
 * @param inFlight calls on the way then, this one included
 * @param latency of its class on the route
 * @param call its place among those on the way
 */
record Permit(
    long startedNanos,
    Load mark,
    Breaker.Pass pass,
    int inFlight,
    Latency latency,
    CallsInFlight.Call call) {}

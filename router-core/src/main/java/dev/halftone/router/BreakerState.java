package dev.halftone.router;

/** Whether a route's breaker lets calls through. */
public enum BreakerState {
  /** All of them. */
  CLOSED,
  /** One, to see whether the route works again. */
  HALF_OPEN,
  /** None. */
  OPEN
}

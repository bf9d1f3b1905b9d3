package dev.halftone.simulator;

/**
 * What will become of one admitted call.
 *
 * @param ending what happens
 * @param nanos simulated nanoseconds until it happens
 * @param midBody a cut after work: whether half of the answer is sent first
 */
record Fate(Kind ending, long nanos, boolean midBody) {

  /** The endings there are. */
  enum Kind {
    PICTURES,
    REFUSED,
    OVERLOADED,
    BROKEN,
    CUT_BEFORE_WORK,
    CUT_AFTER_WORK
  }
}

package dev.halftone.fleet;

/**
 * What becomes of one call that a provider has accepted.
 *
 * @param end how it ends
 * @param nanos how long that takes; of a call that hangs, nothing is known
 */
record Fate(End end, long nanos) {
  enum End {
    /** Images, billed. */
    ANSWERED,
    /** The connection ends after the images were made: billed, and no answer. */
    LOST,
    /** An error in the provider's own envelope, not billed. */
    FAULT,
    /** The prompt is refused, not billed. */
    REFUSED,
    /** No connection, not billed. */
    UNREACHED,
    /** Neither answer nor bill. */
    HANGS
  }
}

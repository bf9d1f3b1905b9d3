package dev.halftone.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What will become of one admitted call.
 *
 * @param fault what goes wrong, or null when nothing does
 * @param nanos simulated nanoseconds until it happens
 * @param midBody a cut after work: whether half of the answer is sent first
 */
record Fate(@Nullable Fault fault, long nanos, boolean midBody) {

  /** Whether the order is carried out and charged, whatever the client sees of it. */
  boolean isWorked() {
    return fault == null || fault.isBilled();
  }

  /** Whether anything of a success body is sent; otherwise none need be made. */
  boolean showsBody() {
    return fault == null || fault == Fault.NO_IMAGES || fault == Fault.WRONG_FORMAT || isDrawn();
  }

  /** Whether the client sees anything of the pictures; otherwise none need be drawn. */
  boolean isDrawn() {
    if (fault == null) {
      return true;
    }
    return switch (fault) {
      case CUT_AFTER_WORK -> midBody;
      case CUT_BEFORE_LAST_BYTE, TRUNCATED_BASE64, INVALID_BASE64, SLOW_BODY -> true;
      default -> false;
    };
  }
}

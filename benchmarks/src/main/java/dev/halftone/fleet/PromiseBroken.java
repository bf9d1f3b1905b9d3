package dev.halftone.fleet;

/** The promise about money did not hold, or a hold and the bill of its call disagree. */
final class PromiseBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PromiseBroken(String message) {
    super(message);
  }
}

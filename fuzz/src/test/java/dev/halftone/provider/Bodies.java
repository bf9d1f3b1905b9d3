package dev.halftone.provider;

/** What the fuzz tests share. */
final class Bodies {
  private Bodies() {}

  /** Small, so that they are met. */
  static Limits limits() {
    return new Limits(16_384, 2_048, 3_000, 4_096);
  }
}

package dev.halftone.cost;

/**
 * How many image-input tokens one reference image of an edit is billed. Immutable, thread-safe, no
 * I/O.
 */
public sealed interface InputImageRule permits PatchTokens, TileTokens {
  /** Tokens of one reference image of this size in pixels; the size must not be auto. */
  long tokens(ImageSize size);
}

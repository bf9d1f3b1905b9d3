package dev.halftone.cost;

/**
 * How many image-output tokens a model bills for {@code n} images of one size and quality.
 *
 * <p>Size and quality are concrete here, never {@code auto}, and legal for the model. Immutable,
 * thread-safe, no I/O; {@code least <= expected <= most} always.
 */
public sealed interface TokenRule permits FormulaTokens, TableTokens, BoundTokens {
  /** The fewest tokens to be billed. */
  long least(ImageSize size, Quality quality, int n);

  /** The likeliest number of tokens. */
  long expected(ImageSize size, Quality quality, int n);

  /** The most tokens to be billed; what a hold is made of. */
  long most(ImageSize size, Quality quality, int n);

  /** Whether the count is known rather than bounded. */
  boolean isExact();
}

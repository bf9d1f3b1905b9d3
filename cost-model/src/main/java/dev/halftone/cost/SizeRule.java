package dev.halftone.cost;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which sizes a model makes. {@link ImageSize#AUTO} is always allowed: the provider chooses.
 *
 * <p>Immutable, thread-safe, no I/O.
 */
public sealed interface SizeRule permits FlexibleSizes, FixedSizes {
  /** Why the size is not made, in words that name what is allowed; null if it is. */
  @Nullable String refusal(ImageSize size);

  /** The size itself if it is legal, else the legal one nearest to it; the larger on a tie. */
  ImageSize nearest(ImageSize size);

  /** What is allowed, in one line. */
  String describe();

  /** Whether the model makes this size. */
  boolean allows(ImageSize size);

  /**
   * Passes every legal size, save that of two sizes which differ only by a quarter turn the
   * portrait one may be left out.
   */
  void forEach(Consumer<ImageSize> visitor);
}

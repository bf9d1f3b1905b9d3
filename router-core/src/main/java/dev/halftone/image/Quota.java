package dev.halftone.image;

import org.jspecify.annotations.Nullable;

/**
 * What an account allows a minute, as its owner declares it; null where nothing is declared. It
 * lets a router stay below a limit that a provider only tells by refusing.
 *
 * @param requestsPerMinute calls, 1 or more, or null
 * @param imagesPerMinute images made, 1 or more, or null
 * @param inputImagesPerMinute reference images sent, 1 or more, or null
 * @param tokensPerMinute tokens of input and output, 1 or more, or null
 */
public record Quota(
    @Nullable Long requestsPerMinute,
    @Nullable Long imagesPerMinute,
    @Nullable Long inputImagesPerMinute,
    @Nullable Long tokensPerMinute) {
  /** Nothing is declared. */
  public static final Quota NONE = new Quota(null, null, null, null);

  public Quota {
    check("requests", requestsPerMinute);
    check("images", imagesPerMinute);
    check("input images", inputImagesPerMinute);
    check("tokens", tokensPerMinute);
  }

  /** The limit of one kind, or null if none is declared. */
  public @Nullable Long perMinute(RateLimit.Kind kind) {
    return switch (kind) {
      case REQUESTS -> requestsPerMinute;
      case IMAGES -> imagesPerMinute;
      case INPUT_IMAGES -> inputImagesPerMinute;
      case TOKENS -> tokensPerMinute;
    };
  }

  private static void check(String what, @Nullable Long perMinute) {
    if (perMinute != null && perMinute < 1) {
      throw new IllegalArgumentException(
          "%s per minute is %d; it must be 1 or more".formatted(what, perMinute));
    }
  }
}

package dev.halftone.router;

import dev.halftone.image.RateLimit;

/** What calls ask of the limits of a route. */
record Load(long requests, long images, long inputImages, long tokens) {
  Load plus(Load other) {
    return new Load(
        requests + other.requests,
        images + other.images,
        inputImages + other.inputImages,
        tokens + other.tokens);
  }

  long of(RateLimit.Kind kind) {
    return switch (kind) {
      case REQUESTS -> requests;
      case IMAGES -> images;
      case INPUT_IMAGES -> inputImages;
      case TOKENS -> tokens;
    };
  }
}

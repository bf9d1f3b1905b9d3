package dev.halftone.cache;

import dev.halftone.cost.Quality;

/**
 * Under which images are stored: what was asked for, and which model made it at which quality.
 *
 * <p>The provider is not part of it: the same model at the same quality is as good from any. Nor is
 * who pays: equal requests of different scopes share their images.
 *
 * @param request the digest of the request
 * @param model the model's name, as the router names it
 * @param quality the quality it was made at
 */
public record CacheKey(RequestDigest request, String model, Quality quality) {
  /** {@code DIGEST/QUALITY/MODEL}: unambiguous, since only the last part is free text. */
  @Override
  public String toString() {
    return request + "/" + quality + "/" + model;
  }
}

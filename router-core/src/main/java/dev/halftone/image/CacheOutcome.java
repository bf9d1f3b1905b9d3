package dev.halftone.image;

import java.util.Locale;

/** What the cache had to do with a result. */
public enum CacheOutcome {
  /** The image was made before. */
  HIT,
  MISS,
  /** An equal request was in flight and both got its images. */
  JOINED,
  /** The request asked for a new image, or the router has no cache. */
  OFF;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

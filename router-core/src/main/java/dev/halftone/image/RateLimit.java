package dev.halftone.image;

import java.time.Duration;
import java.util.Locale;

/**
 * What a provider said, with one answer, is left of one of its limits.
 *
 * @param kind what is counted
 * @param limit how much a window allows, 0 or more
 * @param remaining how much of it was left when it answered, 0 or more
 * @param resetIn until the whole limit is there again, from the answer on
 */
public record RateLimit(Kind kind, long limit, long remaining, Duration resetIn) {
  public RateLimit {
    if (limit < 0 || remaining < 0 || resetIn.isNegative()) {
      throw new IllegalArgumentException(
          "limit %d, remaining %d and reset %s must not be negative"
              .formatted(limit, remaining, resetIn));
    }
  }

  /** What a limit counts. */
  public enum Kind {
    REQUESTS,
    IMAGES,
    /** Reference images sent along. */
    INPUT_IMAGES,
    TOKENS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

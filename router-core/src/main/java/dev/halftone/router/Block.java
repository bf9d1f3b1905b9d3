package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * Why a route takes no call now.
 *
 * @param reason as it stands in the decision record
 * @param waitNanos until it is worth asking again, at least 1; {@link #FOREVER} if this request
 *     will never pass
 */
record Block(String reason, long waitNanos) {
  static final long FOREVER = Long.MAX_VALUE;

  boolean isForGood() {
    return waitNanos == FOREVER;
  }

  /** The one that lasts longer. */
  static @Nullable Block longer(@Nullable Block one, @Nullable Block other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.waitNanos >= other.waitNanos ? one : other;
  }
}

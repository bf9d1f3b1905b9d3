package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * Why a route takes no call now.
 *
 * @param reason as it stands in the decision record
 * @param waitNanos until it is worth asking again, at least 1; {@link #FOREVER} if this request
 *     will never pass
 * @param guessed whether only we think so: nobody said it, and {@link Ejection} may overrule it
 */
record Block(String reason, long waitNanos, boolean guessed) {
  static final long FOREVER = Long.MAX_VALUE;

  /** One that is a fact. */
  Block(String reason, long waitNanos) {
    this(reason, waitNanos, false);
  }

  boolean isForGood() {
    return waitNanos == FOREVER;
  }

  /** The one that lasts longer; a guess only if both are. */
  static @Nullable Block longer(@Nullable Block one, @Nullable Block other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Block longer = one.waitNanos >= other.waitNanos ? one : other;
    return longer.guessed && !(one.guessed && other.guessed)
        ? new Block(longer.reason, longer.waitNanos)
        : longer;
  }
}

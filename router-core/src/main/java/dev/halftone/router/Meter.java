package dev.halftone.router;

import dev.halftone.image.RateLimit;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one limit of a route: by the quota declared, in a sliding minute, and by what the
 * provider last said, less what was sent since. Not thread-safe.
 */
final class Meter {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final @Nullable Long perMinute;
  private final MinuteWindow window = new MinuteWindow();
  private long sent;
  private @Nullable Long toldLimit;
  private long toldMark;
  private long ceiling;
  private long resetAtNanos;

  Meter(@Nullable Long perMinute) {
    this.perMinute = perMinute;
  }

  /** Counts what goes out, and returns all that ever did: the mark of this call. */
  long sent(long amount, long nowNanos) {
    sent += amount;
    if (perMinute != null) {
      window.add(amount, nowNanos);
    }
    return sent;
  }

  /**
   * Takes the provider's word, unless that of a later call is known. It counted the call that it
   * answered and those before; what was sent after that call comes off.
   */
  void told(RateLimit limit, long mark, long nowNanos) {
    boolean outdated = toldLimit != null && mark < toldMark && nowNanos - resetAtNanos < 0;
    // A limit of nothing is how some gateways say that they do not count this.
    if (!outdated && limit.limit() > 0) {
      toldLimit = limit.limit();
      toldMark = mark;
      ceiling = mark + limit.remaining();
      resetAtNanos = nowNanos + limit.resetIn().toNanos();
    }
  }

  /** The lower of what is declared and what was told; null if neither is known. */
  @Nullable Long limit() {
    if (perMinute == null || toldLimit == null) {
      return perMinute == null ? toldLimit : perMinute;
    }
    return Math.min(perMinute, toldLimit);
  }

  /** How much may still go out; null if nothing limits it. */
  @Nullable Long left(long nowNanos) {
    Long limit = limit();
    if (limit == null) {
      return null;
    }
    long left = limit;
    if (perMinute != null) {
      left = Math.min(left, perMinute - window.used(nowNanos));
    }
    if (toldLimit != null) {
      left = Math.min(left, ceiling(nowNanos) - sent);
    }
    return Math.max(0, left);
  }

  /** Nanoseconds until so much may go out: 0 for now, {@link Block#FOREVER} for never. */
  long waitNanos(long amount, long nowNanos) {
    Long limit = limit();
    if (limit == null || amount == 0) {
      return 0;
    }
    if (amount > limit) {
      return Block.FOREVER;
    }
    long wait = 0;
    if (perMinute != null) {
      wait = window.untilFreed(window.used(nowNanos) + amount - perMinute, nowNanos);
    }
    if (toldLimit != null && ceiling(nowNanos) - sent < amount) {
      wait = Math.max(wait, resetAtNanos - nowNanos);
    }
    return wait;
  }

  /** After a reset the whole limit is there again, for a minute unless the provider says more. */
  private long ceiling(long nowNanos) {
    if (toldLimit != null && nowNanos - resetAtNanos >= 0) {
      ceiling = sent + toldLimit;
      resetAtNanos = nowNanos + MINUTE_NANOS;
    }
    return ceiling;
  }
}

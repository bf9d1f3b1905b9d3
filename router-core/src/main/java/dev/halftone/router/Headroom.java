package dev.halftone.router;

import dev.halftone.image.Quota;
import dev.halftone.image.RateLimit;
import dev.halftone.image.RateLimit.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is left of the limits of one route. As long as none is known, reading takes no lock.
 * Thread-safe.
 */
final class Headroom {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final int SCARCE_PARTS = 10;
  private static final Kind[] KINDS = Kind.values();

  private final Map<Kind, Meter> meters = new EnumMap<>(Kind.class);
  private volatile boolean limited;

  Headroom(Quota quota) {
    limited = !quota.equals(Quota.NONE);
    for (Kind kind : KINDS) {
      meters.put(kind, new Meter(quota.perMinute(kind)));
    }
  }

  /** Counts calls that go out, and returns all that ever did: their mark. */
  synchronized Load sent(Load load, long nowNanos) {
    return new Load(
        meter(Kind.REQUESTS).sent(load.requests(), nowNanos),
        meter(Kind.IMAGES).sent(load.images(), nowNanos),
        meter(Kind.INPUT_IMAGES).sent(load.inputImages(), nowNanos),
        meter(Kind.TOKENS).sent(load.tokens(), nowNanos));
  }

  /** Takes what the provider said with its answer to the call of that mark. */
  synchronized void told(List<RateLimit> limits, Load mark, long nowNanos) {
    limited |= !limits.isEmpty();
    for (RateLimit limit : limits) {
      meter(limit.kind()).told(limit, mark.of(limit.kind()), nowNanos);
    }
  }

  /** Whether any limit is known. */
  boolean isLimited() {
    return limited;
  }

  /** Why calls of this load cannot go out now; null if they can. */
  synchronized @Nullable Block block(Load load, long nowNanos) {
    Block longest = null;
    for (Kind kind : KINDS) {
      long wait = meter(kind).waitNanos(load.of(kind), nowNanos);
      if (wait > 0 && (longest == null || wait > longest.waitNanos())) {
        longest = new Block(reason(kind, load.of(kind), wait, nowNanos), wait);
      }
    }
    return longest;
  }

  private String reason(Kind kind, long asked, long wait, long nowNanos) {
    Meter meter = meter(kind);
    String name = kind.toString().replace('_', ' ');
    return wait == Block.FOREVER
        ? "asks %d %s, more than the %d a minute that it allows"
            .formatted(asked, name, meter.limit())
        : String.format(
            Locale.ROOT,
            "%s per minute used up: %d of %d left for %d ms, %d asked",
            name,
            meter.left(nowNanos),
            meter.limit(),
            wait / NANOS_PER_MILLI,
            asked);
  }

  /** Whether less than a tenth of some limit is left. */
  boolean isScarce(long nowNanos) {
    return limited && isAnyScarce(nowNanos);
  }

  private synchronized boolean isAnyScarce(long nowNanos) {
    for (Kind kind : KINDS) {
      Meter meter = meter(kind);
      Long limit = meter.limit();
      Long left = limit == null ? null : meter.left(nowNanos);
      if (limit != null && left != null && left < limit / SCARCE_PARTS) {
        return true;
      }
    }
    return false;
  }

  /** How much is left of each limit that is known. */
  synchronized Map<Kind, Long> remaining(long nowNanos) {
    Map<Kind, Long> remaining = new EnumMap<>(Kind.class);
    for (Kind kind : KINDS) {
      Long left = meter(kind).left(nowNanos);
      if (left != null) {
        remaining.put(kind, left);
      }
    }
    return remaining;
  }

  private Meter meter(Kind kind) {
    Meter meter = meters.get(kind);
    if (meter == null) {
      throw new IllegalStateException("every kind has a meter");
    }
    return meter;
  }
}

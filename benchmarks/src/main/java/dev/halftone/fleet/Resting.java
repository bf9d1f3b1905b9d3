package dev.halftone.fleet;

import dev.halftone.image.ProviderFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a baseline leaves a provider alone: as long as it says, five seconds if throttled without a
 * word, and half a minute after three failures in a row.
 */
final class Resting {
  private static final int FAULTS = 3;
  private static final long AFTER_FAULTS = 30 * VirtualTime.SECOND;
  private static final long UNSAID = 5 * VirtualTime.SECOND;

  private final long[] untilNanos;
  private final int[] faults;

  Resting(int providers) {
    untilNanos = new long[providers];
    faults = new int[providers];
  }

  long waitNanos(int provider, long nowNanos) {
    return Math.max(0, untilNanos[provider] - nowNanos);
  }

  void ended(int provider, @Nullable ProviderFailure failure, long nowNanos) {
    if (failure == null || failure.retry() == ProviderFailure.Retry.NEVER) {
      faults[provider] = 0;
      return;
    }
    Duration said = failure.comeBackIn();
    if (said != null) {
      rest(provider, nowNanos + said.toNanos());
    } else if (failure.kind() == ProviderFailure.Kind.RATE_LIMITED) {
      rest(provider, nowNanos + UNSAID);
    } else if (++faults[provider] >= FAULTS) {
      rest(provider, nowNanos + AFTER_FAULTS);
    }
  }

  private void rest(int provider, long untilNanos) {
    this.untilNanos[provider] = Math.max(this.untilNanos[provider], untilNanos);
  }
}

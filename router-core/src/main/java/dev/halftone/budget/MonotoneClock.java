package dev.halftone.budget;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that never goes back: while its source does, it stands still at the latest time seen.
 *
 * <p>A window that was left is so never entered again, and money never leaves one twice. A source
 * that leaps ahead by mistake keeps the windows where it leapt to until real time has caught up:
 * too little room, never too much.
 */
final class MonotoneClock {
  private final InstantSource source;
  private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);

  MonotoneClock(InstantSource source) {
    this.source = source;
  }

  /** Milliseconds since the epoch, no less than any call that returned before this one began. */
  long millis() {
    long now = source.millis();
    long seen = latest.get();
    while (now > seen) {
      if (latest.compareAndSet(seen, now)) {
        return now;
      }
      seen = latest.get();
    }
    return seen;
  }
}

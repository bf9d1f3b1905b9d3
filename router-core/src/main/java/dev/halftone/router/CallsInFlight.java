package dev.halftone.router;

import org.jspecify.annotations.Nullable;

/**
 * Calls on the way, in the order in which they went out. The oldest is read without a lock. 32
 * bytes a call. Thread-safe.
 */
final class CallsInFlight {
  private @Nullable Call last;
  private volatile @Nullable Call oldest;
  private volatile int size;

  /** One call, to be taken off when it ends. */
  static final class Call {
    private final long startedNanos;
    private @Nullable Call before;
    private @Nullable Call after;
    private boolean ended;

    private Call(long startedNanos) {
      this.startedNanos = startedNanos;
    }
  }

  synchronized Call started(long nowNanos) {
    Call call = new Call(nowNanos);
    Call previous = last;
    call.before = previous;
    if (previous == null) {
      oldest = call;
    } else {
      previous.after = call;
    }
    last = call;
    size = size + 1;
    return call;
  }

  /** A second end of the same call changes nothing. */
  synchronized void ended(Call call) {
    if (call.ended) {
      return;
    }
    call.ended = true;
    size = size - 1;
    Call before = call.before;
    Call after = call.after;
    if (before == null) {
      oldest = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
  }

  int size() {
    return size;
  }

  /** How long the oldest has been on the way; 0 if none is. */
  long oldestAgeNanos(long nowNanos) {
    Call call = oldest;
    return call == null ? 0 : Math.max(0, nowNanos - call.startedNanos);
  }
}

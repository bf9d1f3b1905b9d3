package dev.halftone.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Waits between exchanges, all of which end when this is closed. Thread-safe. */
final class Pauses {
  private final Vertx vertx;
  private final Map<Long, Promise<Void>> waiting = new HashMap<>();
  private boolean closed;

  Pauses(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Completes after this time, at least a millisecond; fails if it is closed before. */
  synchronized Future<Void> pause(Duration time) {
    if (closed) {
      return Future.failedFuture(new CancellationException("closed"));
    }
    Promise<Void> over = Promise.promise();
    waiting.put(vertx.setTimer(Math.max(1, time.toMillis()), this::end), over);
    return over.future();
  }

  /** Ends all waits and leaves no timer behind. */
  void close() {
    Map<Long, Promise<Void>> left;
    synchronized (this) {
      closed = true;
      left = Map.copyOf(waiting);
      waiting.clear();
    }
    left.forEach(
        (timer, over) -> {
          vertx.cancelTimer(timer);
          over.tryFail(new CancellationException("closed"));
        });
  }

  synchronized int count() {
    return waiting.size();
  }

  private void end(long timer) {
    Promise<Void> over;
    synchronized (this) {
      over = waiting.remove(timer);
    }
    if (over != null) {
      over.tryComplete();
    }
  }
}

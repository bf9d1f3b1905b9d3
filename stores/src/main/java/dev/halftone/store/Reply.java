package dev.halftone.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to one call, kept until it may be told. Made on the caller's thread. */
class Reply<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private final Promise<T> promise = Promise.promise();
  private final @Nullable Context context = Vertx.currentContext();
  private @Nullable T answer;
  private @Nullable Throwable failure;

  final Future<T> future() {
    return promise.future();
  }

  final void answer(T told) {
    answer = told;
  }

  /** Takes the place of any answer. */
  final void fail(Throwable why) {
    failure = why;
  }

  final boolean hasFailed() {
    return failure != null;
  }

  /** Tells the caller, on its Vert.x context if it has one, else here. */
  final void tell() {
    if (context == null) {
      complete();
      return;
    }
    try {
      context.runOnContext(ignored -> complete());
    } catch (RejectedExecutionException contextIsGone) {
      complete();
    }
  }

  private void complete() {
    try {
      if (failure != null) {
        promise.tryFail(failure);
      } else {
        promise.tryComplete(answer);
      }
    } catch (RuntimeException e) {
      LOG.warn("a listener of the ledger failed", e);
    }
  }
}

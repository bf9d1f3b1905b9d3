package dev.halftone.store;

import io.vertx.core.Future;

/** Scripts that need no connection. */
interface LocalScripts extends Scripts {
  @Override
  default void disconnect() {}

  @Override
  default Future<Void> close() {
    return Future.succeededFuture();
  }

  @Override
  default String server() {
    return "simulated:6379";
  }
}

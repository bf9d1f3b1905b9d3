package dev.halftone.fleet;

import io.vertx.core.Future;

/** A way to serve requests. */
interface Strategy {
  /** Never fails. */
  Future<Outcome> serve(Job job);
}

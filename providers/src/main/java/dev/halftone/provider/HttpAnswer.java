package dev.halftone.provider;

import io.vertx.core.MultiMap;

/**
 * A complete answer, of any status.
 *
 * @param <T> what its body was read as
 */
record HttpAnswer<T>(int status, MultiMap headers, T body) {}

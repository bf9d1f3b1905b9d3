package dev.halftone.provider;

import io.vertx.core.MultiMap;

/** A complete answer, of any status. */
record HttpAnswer(int status, MultiMap headers, ImageBody body) {}

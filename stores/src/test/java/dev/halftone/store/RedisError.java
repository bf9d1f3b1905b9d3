package dev.halftone.store;

/** An error reply of the simulated Redis. */
final class RedisError extends RuntimeException {
  RedisError(String message) {
    super(message, null, false, false);
  }

  /** The message as it is on the wire. */
  String text() {
    return String.valueOf(getMessage());
  }
}

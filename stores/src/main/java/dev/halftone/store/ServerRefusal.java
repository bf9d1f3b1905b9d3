package dev.halftone.store;

/** The server answered with an error and did nothing. */
final class ServerRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether the same may be granted soon: the server is loading, busy, or no longer the master. */
  final boolean passing;

  ServerRefusal(String message, boolean passing) {
    super(message, null, false, false);
    this.passing = passing;
  }
}

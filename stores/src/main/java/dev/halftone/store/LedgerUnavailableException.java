package dev.halftone.store;

/**
 * A shared ledger could not be reached, or did not do what it was asked. Nothing is known to be
 * lost: money that is held stays held. The step may have been made; repeating it with the same id
 * is safe.
 */
public final class LedgerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LedgerUnavailableException(String message) {
    super(message, null, false, false);
  }

  static LedgerUnavailableException at(String server, String why) {
    return new LedgerUnavailableException(
        "ledger at %s: %s; nothing is known to be lost, and repeating the step with the same id is safe"
            .formatted(server, why));
  }
}

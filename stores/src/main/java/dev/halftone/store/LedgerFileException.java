package dev.halftone.store;

/**
 * A ledger's file cannot be used: taken by another process, damaged, not a ledger, full, or not
 * readable. The message names the file, what is wrong and what to do about it.
 *
 * <p>As the failure of a step: nothing of that step is on disk as far as the file system tells, and
 * repeating it with the same id is safe. It never means that money was charged.
 */
public final class LedgerFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LedgerFileException(String message) {
    super(message);
  }

  LedgerFileException(String message, Throwable cause) {
    super(message, cause);
  }
}

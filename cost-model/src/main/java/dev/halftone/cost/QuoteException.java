package dev.halftone.cost;

/**
 * A request that cannot be priced, with the reason and what would be allowed instead.
 *
 * <p>An ordinary refusal, so it carries no stack trace. Nothing was sent and nothing was charged.
 */
public final class QuoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public QuoteException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why there is no quote. */
  public enum Reason {
    UNKNOWN_MODEL(false),
    UNKNOWN_PRICE(false),
    STALE_PRICE(false),
    SHUT_DOWN(false),
    SIZE(true),
    QUALITY(true),
    COUNT(true),
    PROMPT(true),
    INPUT_IMAGES(true),
    PARTIAL_IMAGES(true),
    BATCH(true);

    private final boolean badInput;

    Reason(boolean badInput) {
      this.badInput = badInput;
    }

    /** Whether another request could be priced on this model: the input is at fault. */
    public boolean isBadInput() {
      return badInput;
    }
  }
}

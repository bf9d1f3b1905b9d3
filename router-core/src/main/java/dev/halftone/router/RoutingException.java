package dev.halftone.router;

import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that brought no images, with the reason, what it may have cost, and the decision record
 * that explains it.
 *
 * <p>An ordinary event, so it carries no stack trace. The message never holds a key or a prompt.
 */
public final class RoutingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String decisionId;
  private final Usd suspended;
  private final @Nullable Duration comeBackIn;

  RoutingException(
      Reason reason,
      String decisionId,
      String message,
      Usd suspended,
      @Nullable Duration comeBackIn,
      @Nullable Throwable cause) {
    super(message, cause, false, false);
    this.reason = reason;
    this.decisionId = decisionId;
    this.suspended = suspended;
    this.comeBackIn = comeBackIn;
  }

  public Reason reason() {
    return reason;
  }

  public String decisionId() {
    return decisionId;
  }

  /** Money held for attempts of this request that may yet turn out to be charged. */
  public Usd suspended() {
    return suspended;
  }

  /** When a route may be free again, if that is known. */
  public @Nullable Duration comeBackIn() {
    return comeBackIn;
  }

  /** Why there are no images. */
  public enum Reason {
    /** No model could accept the request; nothing was sent. */
    BAD_REQUEST,
    /** Routes exist, but each is excluded by a constraint; nothing was sent. */
    NO_ROUTE,
    /** A budget refused every step that was left. */
    BUDGET_EXCEEDED,
    /** The ledger failed, so nothing more was sent. */
    LEDGER_FAILED,
    /** Every route that could serve it is throttled or resting. */
    THROTTLED,
    /** The provider refused the prompt. */
    PROMPT_REFUSED,
    /** Every attempt that was charge-safe failed. */
    PROVIDER_FAILED,
    /** No answer in time. */
    TIMED_OUT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

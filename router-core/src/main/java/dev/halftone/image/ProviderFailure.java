package dev.halftone.image;

import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.Usd;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call that brought no images. It says three things: may it be sent again, was it billed, and
 * when to come back.
 *
 * <p>An ordinary event, so it carries no stack trace. The message names the provider and the kind,
 * and never holds a key or a prompt.
 */
public final class ProviderFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Retry retry;
  private final Billed billed;
  private final @Nullable Duration comeBackIn;
  private final @Nullable Integer status;
  private final @Nullable String code;
  private final @Nullable String requestId;
  private final transient List<RateLimit> limits;
  private final transient @Nullable Usd billedAmount;
  private final transient @Nullable BillableUnits billedUnits;

  private ProviderFailure(Builder builder, String message) {
    super(message, builder.cause, false, false);
    kind = builder.kind;
    retry = builder.retry;
    billed = builder.billed;
    comeBackIn = builder.comeBackIn;
    status = builder.status;
    code = builder.code;
    requestId = builder.requestId;
    limits = builder.limits;
    billedAmount = builder.billedAmount;
    billedUnits = builder.billedUnits;
  }

  /** Starts a failure with the retry and billing answers usual for its kind. */
  public static Builder of(Kind kind) {
    return new Builder(kind);
  }

  /** The same failure, to change; its message is given anew. */
  public Builder newBuilder() {
    Builder builder =
        new Builder(kind)
            .retry(retry)
            .billed(billed)
            .comeBackIn(comeBackIn)
            .code(code)
            .requestId(requestId)
            .cause(getCause())
            .limits(limits)
            .billedAmount(billedAmount)
            .billedUnits(billedUnits);
    builder.status = status;
    return builder;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  public Kind kind() {
    return kind;
  }

  public Retry retry() {
    return retry;
  }

  public Billed billed() {
    return billed;
  }

  /** How long to leave this route alone, as the provider or its text says; null if it does not. */
  public @Nullable Duration comeBackIn() {
    return comeBackIn;
  }

  /** The HTTP status, or null if there was no answer. */
  public @Nullable Integer status() {
    return status;
  }

  /** The provider's own error code, or null. */
  public @Nullable String code() {
    return code;
  }

  public @Nullable String requestId() {
    return requestId;
  }

  /** What the provider said is left of its limits; empty if it does not say. */
  public List<RateLimit> limits() {
    return limits;
  }

  /** The money the provider says it billed all the same, or null; it beats all arithmetic. */
  public @Nullable Usd billedAmount() {
    return billedAmount;
  }

  /** The billing units the provider says it charged all the same, or null. */
  public @Nullable BillableUnits billedUnits() {
    return billedUnits;
  }

  /** Whether the same request may be sent again. */
  public enum Retry {
    /** Nothing was bought: it may be sent again, here or elsewhere. */
    SAFE,
    /** It may have been bought: sending it again may pay twice. */
    UNSAFE,
    /** It would be refused again: the request itself is at fault. */
    NEVER
  }

  /** Whether the call was charged. */
  public enum Billed {
    NO,
    YES,
    /** Nobody knows: the money stays in suspense. */
    UNKNOWN
  }

  /** What happened, with the answers usual for it. */
  public enum Kind {
    /** No connection: the request never left. */
    NEVER_SENT(Retry.SAFE, Billed.NO),
    RATE_LIMITED(Retry.SAFE, Billed.NO),
    OVERLOADED(Retry.SAFE, Billed.NO),
    /** The provider failed and said so in its own envelope. */
    SERVER_ERROR(Retry.SAFE, Billed.NO),
    /** The account has no money or has reached a cap. */
    OUT_OF_MONEY(Retry.SAFE, Billed.NO),
    UNAUTHORIZED(Retry.SAFE, Billed.NO),
    /** The account or resource is blocked, whatever the prompt. */
    BLOCKED(Retry.SAFE, Billed.NO),
    /** The route does not exist there: model, deployment or path. */
    NOT_FOUND(Retry.SAFE, Billed.NO),
    /** The provider refuses this prompt. */
    PROMPT_REFUSED(Retry.NEVER, Billed.NO),
    /** The provider refuses a parameter. */
    BAD_REQUEST(Retry.NEVER, Billed.NO),
    /** Sent, and no answer in time. */
    TIMED_OUT(Retry.UNSAFE, Billed.UNKNOWN),
    /** Sent, and the connection ended before the answer did. */
    CUT(Retry.UNSAFE, Billed.UNKNOWN),
    /** An answer that cannot be read as the provider's own. */
    BAD_ANSWER(Retry.UNSAFE, Billed.UNKNOWN);

    private final Retry retry;
    private final Billed billed;

    Kind(Retry retry, Billed billed) {
      this.retry = retry;
      this.billed = billed;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Collects a failure. */
  public static final class Builder {
    private final Kind kind;
    private Retry retry;
    private Billed billed;
    private @Nullable Duration comeBackIn;
    private @Nullable Integer status;
    private @Nullable String code;
    private @Nullable String requestId;
    private @Nullable Throwable cause;
    private List<RateLimit> limits = List.of();
    private @Nullable Usd billedAmount;
    private @Nullable BillableUnits billedUnits;

    private Builder(Kind kind) {
      this.kind = kind;
      this.retry = kind.retry;
      this.billed = kind.billed;
    }

    public Builder retry(Retry retry) {
      this.retry = Objects.requireNonNull(retry);
      return this;
    }

    public Builder billed(Billed billed) {
      this.billed = Objects.requireNonNull(billed);
      return this;
    }

    public Builder comeBackIn(@Nullable Duration comeBackIn) {
      this.comeBackIn = comeBackIn;
      return this;
    }

    public Builder status(int status) {
      this.status = status;
      return this;
    }

    public Builder code(@Nullable String code) {
      this.code = code;
      return this;
    }

    public Builder requestId(@Nullable String requestId) {
      this.requestId = requestId;
      return this;
    }

    public Builder limits(List<RateLimit> limits) {
      this.limits = List.copyOf(limits);
      return this;
    }

    public Builder cause(@Nullable Throwable cause) {
      this.cause = cause;
      return this;
    }

    /** What was charged, as the provider told; says nothing about whether it was. */
    public Builder billedAmount(@Nullable Usd amount) {
      this.billedAmount = amount;
      return this;
    }

    /** The same in the provider's own units. */
    public Builder billedUnits(@Nullable BillableUnits units) {
      this.billedUnits = units;
      return this;
    }

    /**
     * Makes the failure.
     *
     * @throws IllegalStateException if it would be safe to retry although it may have been billed
     */
    public ProviderFailure build(String message) {
      if (retry == Retry.SAFE && billed != Billed.NO) {
        throw new IllegalStateException("a call that may have been billed is not safe to retry");
      }
      return new ProviderFailure(this, message);
    }
  }
}

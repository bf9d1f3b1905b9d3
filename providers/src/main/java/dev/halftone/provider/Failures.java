package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer that brought no images into a failure. Pure.
 *
 * @param provider its configured name, for the message
 * @param table what its errors mean
 * @param requestIdHeaders where it puts the id of a call, most telling first
 */
record Failures(String provider, FailureTable table, List<String> requestIdHeaders) {
  /** A route is never left alone longer than this at a time, whatever the provider asks. */
  static final Duration MAX_COME_BACK_IN = Duration.ofMinutes(10);

  /** A rate limit that asks for this much is a quota that is used up. */
  static final Duration QUOTA_WAIT = Duration.ofHours(1);

  private static final List<String> REFUSAL_TEXTS = List.of("safety_violations", "safety system");

  /** The failure that an error answer stands for. */
  ProviderFailure of(HttpAnswer<?> answer, ErrorBody error, Redaction redaction, Instant now) {
    return of(answer, error, redaction, now, null);
  }

  /**
   * The failure that an error answer stands for.
   *
   * @param told whether it was charged, where the answer itself says so; beats the table
   */
  ProviderFailure of(
      HttpAnswer<?> answer,
      ErrorBody error,
      Redaction redaction,
      Instant now,
      @Nullable Billed told) {
    int status = error.innerStatus() == 0 ? answer.status() : error.innerStatus();
    FailureRow row = table.find(status, error);
    Kind kind = row.kind();
    String meaning = row.meaning();
    if (kind == Kind.BAD_REQUEST && saysRefused(error)) {
      kind = Kind.PROMPT_REFUSED;
      meaning = "the safety system refuses it; change the prompt";
    }
    Duration wait = RateLimitHeaders.comeBackIn(answer.headers(), error.message(), now);
    if (kind == Kind.RATE_LIMITED && wait != null && wait.compareTo(QUOTA_WAIT) >= 0) {
      kind = Kind.OUT_OF_MONEY;
      meaning = "it asks to wait %s, so the quota is used up".formatted(wait);
    }
    String id = redaction.token(error.callId());
    if (id == null) {
      id = requestId(answer, redaction);
    }
    ProviderFailure.Builder failure =
        ProviderFailure.of(kind)
            .status(answer.status())
            .code(redaction.token(error.code()))
            .requestId(id)
            .comeBackIn(capped(wait))
            .limits(RateLimitHeaders.limits(answer.headers()));
    boolean made = kind == Kind.PROMPT_REFUSED && error.madeThenRefused();
    if (made || answer.status() < 300) {
      failure.billed(Billed.UNKNOWN);
      if (kind != Kind.PROMPT_REFUSED && kind != Kind.BAD_REQUEST) {
        failure.retry(Retry.UNSAFE);
      }
    }
    Billed billed = told == null ? row.billed() : told;
    if (billed != null) {
      failure.billed(billed);
      if (kind != Kind.PROMPT_REFUSED && kind != Kind.BAD_REQUEST) {
        failure.retry(billed == Billed.NO ? Retry.SAFE : Retry.UNSAFE);
      }
    }
    return failure.build(message(kind, answer, error, redaction, meaning));
  }

  /** The failure of an answer that says it succeeded and cannot be used; probably billed. */
  ProviderFailure unusable(HttpAnswer<?> answer, Redaction redaction, String why) {
    return ProviderFailure.of(Kind.BAD_ANSWER)
        .status(answer.status())
        .requestId(requestId(answer, redaction))
        .build(message(Kind.BAD_ANSWER, answer, ErrorBody.read(null), redaction, why));
  }

  @Nullable String requestId(HttpAnswer<?> answer, Redaction redaction) {
    for (String header : requestIdHeaders) {
      String id = redaction.token(answer.headers().get(header));
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private String message(
      Kind kind, HttpAnswer<?> answer, ErrorBody error, Redaction redaction, String meaning) {
    StringBuilder text = new StringBuilder("%s: %s: HTTP ".formatted(provider, kind));
    text.append(answer.status());
    if (error.innerStatus() != 0 && error.innerStatus() != answer.status()) {
      text.append(", behind it HTTP ").append(error.innerStatus());
    }
    for (String token : error.tokens()) {
      // A parameter is named like "param=size"; what follows the sign is the provider's.
      String shown = redaction.token(token.substring(token.indexOf('=') + 1));
      if (shown != null) {
        text.append(", ").append(token);
      }
    }
    String id = requestId(answer, redaction);
    if (id != null) {
      text.append(", request ").append(id);
    }
    return text.append(": ").append(meaning).toString();
  }

  private static boolean saysRefused(ErrorBody error) {
    String text = error.message().toLowerCase(Locale.ROOT);
    return REFUSAL_TEXTS.stream().anyMatch(text::contains);
  }

  private static @Nullable Duration capped(@Nullable Duration wait) {
    return wait != null && wait.compareTo(MAX_COME_BACK_IN) > 0 ? MAX_COME_BACK_IN : wait;
  }
}

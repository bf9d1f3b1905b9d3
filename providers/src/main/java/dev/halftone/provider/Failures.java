package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** As OpenAI words a limit per minute, of reference images for one. */
  private static final Pattern MORE_THAN_ALLOWED =
      Pattern.compile("limit:? (\\d{1,12})\\b.{0,80}\\brequested:? (\\d{1,12})\\b");

  private static final int TEXT_READ = 2_000;

  /** The failure that an error answer stands for. */
  ProviderFailure of(HttpAnswer<?> answer, ErrorBody error, Redaction redaction, Instant now) {
    return of(answer, error, redaction, now, null);
  }

  /**
   * The failure that an error answer stands for.
   *
   * @param bill whether it was charged, where the answer itself says so; beats the table
   */
  ProviderFailure of(
      HttpAnswer<?> answer,
      ErrorBody error,
      Redaction redaction,
      Instant now,
      @Nullable Billed bill) {
    int status = error.innerStatus() == 0 ? answer.status() : error.innerStatus();
    Duration told = RateLimitHeaders.comeBackIn(answer.headers(), error.message(), now);
    FailureRow found = table.find(status, error);
    FailureRow row = read(found, error, told);
    Kind kind = row.kind();
    Duration wait = told == null ? row.comeBackIn() : told;
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
    Billed billed = bill == null ? row.billed() : bill;
    if (billed == null && (made || answer.status() < 300)) {
      billed = Billed.UNKNOWN;
    }
    if (kind == Kind.BAD_REQUEST && found.kind() == Kind.RATE_LIMITED && billed == null) {
      // It never passes here, and may elsewhere.
      failure.retry(Retry.SAFE);
    }
    if (billed != null) {
      failure.billed(billed);
      if (kind != Kind.PROMPT_REFUSED && kind != Kind.BAD_REQUEST) {
        failure.retry(billed == Billed.NO ? Retry.SAFE : Retry.UNSAFE);
      }
    }
    return failure.build(message(kind, answer, error, redaction, row.meaning()));
  }

  /** What a row means once the text of the error and the wait it asks for are known. */
  private static FailureRow read(FailureRow row, ErrorBody error, @Nullable Duration wait) {
    if (row.kind() == Kind.BAD_REQUEST && saysRefused(error)) {
      return row.read(Kind.PROMPT_REFUSED, FailureTable.REFUSED);
    }
    if (row.kind() == Kind.RATE_LIMITED && exceedsLimit(error)) {
      return row.read(Kind.BAD_REQUEST, "one request asks for more than its limit for a minute");
    }
    if (row.kind() == Kind.RATE_LIMITED && wait != null && wait.compareTo(QUOTA_WAIT) >= 0) {
      return row.read(
          Kind.OUT_OF_MONEY, "it asks to wait %s, so the quota is used up".formatted(wait));
    }
    return row;
  }

  /** The failure of a success whose images were all made and then withheld by a filter. */
  ProviderFailure filtered(HttpAnswer<?> answer, Redaction redaction) {
    return ProviderFailure.of(Kind.PROMPT_REFUSED)
        .billed(Billed.UNKNOWN)
        .status(answer.status())
        .requestId(requestId(answer, redaction))
        .build(
            message(
                Kind.PROMPT_REFUSED,
                answer,
                ErrorBody.read(null),
                redaction,
                "its content filter withholds every image; change the prompt"));
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

  private static boolean exceedsLimit(ErrorBody error) {
    String text = error.message();
    Matcher limit =
        MORE_THAN_ALLOWED.matcher(
            text.substring(0, Math.min(text.length(), TEXT_READ)).toLowerCase(Locale.ROOT));
    return limit.find() && Long.parseLong(limit.group(2)) > Long.parseLong(limit.group(1));
  }

  private static @Nullable Duration capped(@Nullable Duration wait) {
    return wait != null && wait.compareTo(MAX_COME_BACK_IN) > 0 ? MAX_COME_BACK_IN : wait;
  }
}

package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;

import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import java.util.List;

/** Errors of Vercel AI Gateway; source: its client's source (2026-11) and observed answers. */
final class VercelFailures {
  private static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(
              ANY, "insufficient_funds", Kind.OUT_OF_MONEY, "the credits are used up; add some"),
          new FailureRow(
              ANY,
              "customer_verification_required",
              Kind.BLOCKED,
              "the account has no credit card on file, or the model is unknown"),
          new FailureRow(403, "access_denied", Kind.BLOCKED, "the team is blocked"),
          new FailureRow(403, "forbidden", Kind.BLOCKED, "a routing rule or the plan forbids it"),
          new FailureRow(ANY, "authentication_error", Kind.UNAUTHORIZED, "the key is not accepted"),
          new FailureRow(
              424,
              "failed_dependency",
              Kind.NOT_FOUND,
              "no credential or provider behind the gateway serves this model"),
          new FailureRow(
              424, FailureRow.ANYTHING, Kind.NOT_FOUND, "no provider behind the gateway serves it"),
          new FailureRow(
                  429,
                  "rate_limit_exceeded",
                  Kind.RATE_LIMITED,
                  "the free tier is throttled; it clears after minutes, or with paid credits")
              .lasting(Duration.ofMinutes(1)));

  /** OpenAI's rows too: the gateway passes on the codes of the provider behind it. */
  static final FailureTable TABLE = FailureTable.of(ROWS, OpenAiFailures.ROWS);

  private VercelFailures() {}
}

package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;

import dev.halftone.image.ProviderFailure.Kind;
import java.util.List;
import java.util.stream.Stream;

/** Errors of OpenAI; source: its error guide and captured answers, read 2026-09 to 2026-10. */
final class OpenAiFailures {
  private static final String CAP =
      "a spending cap is reached; raise it or wait for the next month";

  private static final List<FailureRow> OWN =
      List.of(
          new FailureRow(
              ANY, "insufficient_quota", Kind.OUT_OF_MONEY, "the account needs money or quota"),
          new FailureRow(ANY, "billing_hard_limit_reached", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(
              ANY, "credit_balance_exhausted", Kind.OUT_OF_MONEY, "the credit is used up"),
          new FailureRow(ANY, "organization_spend_limit_exceeded", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(ANY, "project_spend_limit_exceeded", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(ANY, "organization_usage_limit_exceeded", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(
              ANY, "rate_limit_exceeded", Kind.RATE_LIMITED, "a limit per minute is used up"),
          new FailureRow(ANY, "slow_down", Kind.RATE_LIMITED, "the traffic rises too fast"),
          new FailureRow(
              ANY, "server_is_overloaded", Kind.OVERLOADED, "it is overloaded and says so"),
          new FailureRow(
              ANY, "service_unavailable_error", Kind.OVERLOADED, "it is overloaded and says so"),
          new FailureRow(
              403,
              "unsupported_country_region_territory",
              Kind.BLOCKED,
              "it does not serve the country that this comes from"),
          new FailureRow(
              ANY, "model_not_found", Kind.NOT_FOUND, "the model is unknown or shut down"),
          new FailureRow(
              400, "param=model", Kind.NOT_FOUND, "the model is not served by this endpoint"),
          new FailureRow(
              400,
              "image_generation_user_error",
              Kind.BAD_REQUEST,
              "the model refuses a parameter, such as a transparent background"));

  /** Refusals first: some come with a type that means a parameter elsewhere. */
  static final List<FailureRow> ROWS =
      Stream.of(FailureTable.REFUSALS, OWN).flatMap(List::stream).toList();

  static final FailureTable TABLE = FailureTable.of(ROWS);

  private OpenAiFailures() {}
}

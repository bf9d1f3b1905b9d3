package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;

import dev.halftone.image.ProviderFailure.Kind;
import java.util.List;

/** Errors of OpenAI; source: its error guide and captured answers, read 2026-09 to 2026-10. */
final class OpenAiFailures {
  private static final String CAP =
      "a spending cap is reached; raise it or wait for the next month";

  static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(
              429, "insufficient_quota", Kind.OUT_OF_MONEY, "the account needs money or quota"),
          new FailureRow(429, "billing_hard_limit_reached", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(
              429, "credit_balance_exhausted", Kind.OUT_OF_MONEY, "the credit is used up"),
          new FailureRow(429, "organization_spend_limit_exceeded", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(429, "project_spend_limit_exceeded", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(429, "organization_usage_limit_exceeded", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(400, "billing_hard_limit_reached", Kind.OUT_OF_MONEY, CAP),
          new FailureRow(
              ANY, "model_not_found", Kind.NOT_FOUND, "the model is unknown or shut down"),
          new FailureRow(
              400, "param=model", Kind.NOT_FOUND, "the model is not served by this endpoint"));

  static final FailureTable TABLE = FailureTable.of(ROWS);

  private OpenAiFailures() {}
}

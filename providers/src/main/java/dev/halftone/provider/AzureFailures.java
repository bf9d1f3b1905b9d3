package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANYTHING;

import dev.halftone.image.ProviderFailure.Kind;
import java.util.List;

/**
 * Errors of Azure AI Foundry; source: its reference and troubleshooting pages (2026-07 to 2026-09)
 * and captured answers. A 429 that asks to wait an hour or more is out of money as well, see {@link
 * Failures}.
 */
final class AzureFailures {
  private static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(
              403,
              "Forbidden",
              Kind.BLOCKED,
              "the resource is blocked for every prompt; use one in another region and ask support"),
          new FailureRow(
              404,
              "DeploymentNotFound",
              Kind.NOT_FOUND,
              "no such deployment, or it is younger than five minutes"),
          new FailureRow(
              429,
              "RateLimitReached",
              Kind.RATE_LIMITED,
              "the requests per minute of the deployment are used up"),
          new FailureRow(
              429,
              "429",
              Kind.RATE_LIMITED,
              "the requests per minute are used up, or there is no capacity"),
          new FailureRow(
              401,
              "401",
              Kind.UNAUTHORIZED,
              "a bad key, a key of another endpoint, or a token of another audience or role"),
          new FailureRow(
              404, "404", Kind.NOT_FOUND, "no such path; check the endpoint and the api-version"),
          new FailureRow(
              431, ANYTHING, Kind.BAD_REQUEST, "more than ten headers of the caller's own"));

  /** The money rows of OpenAI too: relays in front of Azure pass them on. */
  static final FailureTable TABLE = FailureTable.of(ROWS, OpenAiFailures.ROWS);

  private AzureFailures() {}
}

package dev.halftone.provider;

import dev.halftone.image.ProviderFailure.Kind;
import java.util.List;
import java.util.stream.Stream;

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
              "the requests per minute of the deployment are used up"));

  /** The money rows of OpenAI too: relays in front of Azure pass them on. */
  static final FailureTable TABLE =
      FailureTable.of(Stream.concat(ROWS.stream(), OpenAiFailures.ROWS.stream()).toList());

  private AzureFailures() {}
}

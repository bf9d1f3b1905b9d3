package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;

import dev.halftone.image.ProviderFailure.Kind;
import java.util.List;

/**
 * Errors of OpenRouter, whose {@code code} is the HTTP status as a number and whose metadata tells
 * more; source: its error pages, read 2026-11. An error under HTTP 200 came while the image was
 * made, so nobody knows whether it was billed.
 */
final class OpenRouterFailures {
  // tag::failures[]
  private static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(
              402,
              "openrouter_in_flight_budget",
              Kind.RATE_LIMITED,
              "the calls on their way may use up the credits; wait for some to end"),
          new FailureRow(
              403, ErrorBody.FLAGGED, Kind.PROMPT_REFUSED, "its moderation flagged the prompt"),
          new FailureRow(
              ANY, "context_length_exceeded", Kind.BAD_REQUEST, "the prompt is too long"));

  /** OpenAI's rows too: the gateway may pass on the codes of the provider behind it. */
  static final FailureTable TABLE = FailureTable.of(ROWS, OpenAiFailures.ROWS);

  // end::failures[]

  private OpenRouterFailures() {}
}

package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;
import static dev.halftone.provider.FailureRow.ANYTHING;

import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Errors of fal, told by their type and not by their status, which its pages and its code give
 * differently; source: its error and request-error pages, its client's source and its FAQ (5xx is
 * never charged, 422 may be if compute ran), read 2026-11. Billing units in an answer beat this
 * table.
 */
final class FalFailures {
  /** Stands for a text that speaks of an exhausted balance; fal has no code for it. */
  static final String NO_BALANCE = "exhausted_balance";

  /** Ends a type that fal marks as not to be retried. */
  static final String FINAL = "+final";

  private static final String INPUT = "the input is refused before any work is done on it";
  private static final String NOT_STARTED = "no runner took it up in time; 5xx is never charged";
  private static final String RUNNER_LOST = "the runner failed; 5xx is never charged";
  private static final String BROKEN = "the model failed; 5xx is never charged";

  /** Types of its own error page, and those of the framework that checks its input. */
  private static final List<String> INPUT_TYPES =
      List.of(
          "image_too_small",
          "image_too_large",
          "file_too_large",
          "image_load_error",
          "file_download_error",
          "greater_than",
          "greater_than_equal",
          "less_than",
          "less_than_equal",
          "multiple_of",
          "sequence_too_short",
          "sequence_too_long",
          "missing",
          "literal_error",
          "enum",
          "value_error",
          "extra_forbidden",
          "string_type",
          "string_too_short",
          "string_too_long",
          "string_pattern_mismatch",
          "int_type",
          "int_parsing",
          "bool_type",
          "bool_parsing",
          "list_type",
          "too_short",
          "too_long",
          "url_parsing",
          "json_invalid",
          "bad_request");

  private static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(
              ANY,
              "content_policy_violation",
              Kind.PROMPT_REFUSED,
              "a content checker refuses it; charged if compute ran by then",
              Billed.UNKNOWN),
          new FailureRow(
              ANY,
              "no_media_generated",
              Kind.PROMPT_REFUSED,
              "the model ran and made no image of it; charged if compute ran",
              Billed.UNKNOWN),
          new FailureRow(
              403, NO_BALANCE, Kind.OUT_OF_MONEY, "the balance is exhausted; top it up", Billed.NO),
          new FailureRow(
              ANY,
              "concurrent_requests_limit",
              Kind.RATE_LIMITED,
              "too many calls at a time for this account",
              Billed.NO),
          new FailureRow(ANY, "request_timeout", Kind.OVERLOADED, NOT_STARTED, Billed.NO),
          new FailureRow(ANY, "startup_timeout", Kind.OVERLOADED, NOT_STARTED, Billed.NO),
          new FailureRow(ANY, "runner_scheduling_failure", Kind.OVERLOADED, NOT_STARTED, Billed.NO),
          new FailureRow(ANY, "runner_connection_timeout", Kind.OVERLOADED, NOT_STARTED, Billed.NO),
          new FailureRow(ANY, "runner_connection_refused", Kind.OVERLOADED, NOT_STARTED, Billed.NO),
          new FailureRow(ANY, "runner_disconnected", Kind.SERVER_ERROR, RUNNER_LOST, Billed.NO),
          new FailureRow(ANY, "runner_connection_error", Kind.SERVER_ERROR, RUNNER_LOST, Billed.NO),
          new FailureRow(
              ANY, "runner_incomplete_response", Kind.SERVER_ERROR, RUNNER_LOST, Billed.NO),
          new FailureRow(
              ANY,
              "internal_error",
              Kind.SERVER_ERROR,
              "the platform failed; 5xx is never charged",
              Billed.NO),
          new FailureRow(ANY, "internal_server_error", Kind.SERVER_ERROR, BROKEN, Billed.NO),
          new FailureRow(ANY, "generation_timeout", Kind.SERVER_ERROR, BROKEN, Billed.NO),
          new FailureRow(ANY, "downstream_service_unavailable", Kind.OVERLOADED, BROKEN, Billed.NO),
          new FailureRow(504, "downstream_service_error", Kind.SERVER_ERROR, BROKEN, Billed.NO),
          new FailureRow(500, "downstream_service_error", Kind.SERVER_ERROR, BROKEN, Billed.NO),
          new FailureRow(
              ANY,
              "downstream_service_error" + FINAL,
              Kind.BAD_REQUEST,
              "the partner refuses the request for good; not a 5xx, so it may be charged",
              Billed.UNKNOWN),
          new FailureRow(
              ANY,
              "downstream_service_error",
              Kind.SERVER_ERROR,
              "the partner failed; not a 5xx, so it may be charged",
              Billed.UNKNOWN),
          new FailureRow(
              ANY,
              "client_disconnected",
              Kind.CUT,
              "it noticed that the connection was gone; work may have been done by then",
              Billed.UNKNOWN),
          new FailureRow(
              ANY,
              "client_cancelled",
              Kind.TIMED_OUT,
              "it was cancelled; work may have been done by then",
              Billed.UNKNOWN));

  private static final FailureRow OTHER_422 =
      new FailureRow(
          422,
          ANYTHING,
          Kind.BAD_REQUEST,
          "it refuses the request; a 422 is charged if compute ran",
          Billed.UNKNOWN);

  static final FailureTable TABLE =
      FailureTable.of(
          Stream.of(
                  ROWS.stream(),
                  INPUT_TYPES.stream()
                      .map(type -> new FailureRow(ANY, type, Kind.BAD_REQUEST, INPUT, Billed.NO)),
                  Stream.of(OTHER_422))
              .flatMap(rows -> rows)
              .toList());

  private FalFailures() {}
}

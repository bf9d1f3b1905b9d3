package dev.halftone.provider;

import static dev.halftone.provider.FailureRow.ANY;
import static dev.halftone.provider.FailureRow.ANYTHING;

import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import java.util.List;

/**
 * Errors of WaveSpeedAI: its task codes, then its words for how a task ended; source: its error and
 * troubleshooting pages and its client's source, read 2026-11. It says that failed requests are
 * refunded by themselves within three hours, so a failed task counts as not billed.
 */
final class WaveSpeedFailures {
  /** Stands for a text that speaks of flagged content. */
  static final String FLAGGED = "flagged";

  /** Stands for a text that speaks of a lack of money, for which it documents no code. */
  static final String NO_BALANCE = "insufficient_balance";

  private static final String REFUSED = "moderation refuses it; change the prompt";
  private static final String EXECUTION = "the task failed; it is refunded";
  private static final String INPUT = "it refuses a parameter; it is refunded";

  private static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(ANY, "1200", Kind.PROMPT_REFUSED, REFUSED, Billed.NO),
          new FailureRow(ANY, FLAGGED, Kind.PROMPT_REFUSED, REFUSED, Billed.NO),
          new FailureRow(ANY, NO_BALANCE, Kind.OUT_OF_MONEY, "the account needs money", Billed.NO),
          new FailureRow(ANY, "1400", Kind.BAD_REQUEST, INPUT, Billed.NO),
          new FailureRow(ANY, "1401", Kind.BAD_REQUEST, INPUT, Billed.NO),
          new FailureRow(
              ANY,
              "1402",
              Kind.BAD_REQUEST,
              "it cannot reach a reference image; it is refunded",
              Billed.NO),
          new FailureRow(ANY, "1403", Kind.SERVER_ERROR, EXECUTION, Billed.NO),
          new FailureRow(ANY, "1405", Kind.SERVER_ERROR, EXECUTION, Billed.NO),
          new FailureRow(ANY, "1406", Kind.SERVER_ERROR, EXECUTION, Billed.NO),
          new FailureRow(ANY, "1407", Kind.SERVER_ERROR, EXECUTION, Billed.NO),
          new FailureRow(ANY, "5000", Kind.SERVER_ERROR, EXECUTION, Billed.NO),
          new FailureRow(
              ANY, "5003", Kind.OVERLOADED, "it is unavailable; the task is refunded", Billed.NO),
          new FailureRow(
              ANY, "5004", Kind.SERVER_ERROR, "the task took too long; it is refunded", Billed.NO),
          new FailureRow(ANY, "failed", Kind.SERVER_ERROR, EXECUTION, Billed.NO),
          new FailureRow(
              ANY,
              "timeout",
              Kind.TIMED_OUT,
              "the task was given up; a refund is promised for failed ones only",
              Billed.UNKNOWN),
          new FailureRow(
              ANY,
              "cancelled",
              Kind.TIMED_OUT,
              "the task was cancelled; a refund is promised for failed ones only",
              Billed.UNKNOWN),
          new FailureRow(
              ANY,
              "deleted",
              Kind.BAD_ANSWER,
              "the task was deleted, and may have been completed before",
              Billed.UNKNOWN),
          new FailureRow(
                  429,
                  ANYTHING,
                  Kind.RATE_LIMITED,
                  "the images per minute of the account's tier are used up")
              .lasting(Duration.ofMinutes(1)));

  static final FailureTable TABLE = FailureTable.of(ROWS);

  private WaveSpeedFailures() {}
}

package dev.halftone.router;

import dev.halftone.budget.BudgetWarning;
import dev.halftone.budget.Reservation;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderFailure;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a request, in this order: {@link Started}, then any number of {@link
 * BudgetRefused}, of {@link BudgetWarned} and of pairs of {@link AttemptStarted} and {@link
 * AttemptEnded}, then {@link Finished}, once. The calls of one request that are made side by side
 * start and end mixed.
 */
public sealed interface RouterEvent {
  String decisionId();

  /** A request came in. */
  record Started(String decisionId, ImageRequest request) implements RouterEvent {}

  /** A budget had no room for a candidate. */
  record BudgetRefused(String decisionId, Reservation.Refused refusal) implements RouterEvent {}

  /** Holding money for a candidate brought a budget to a share of its limit. */
  record BudgetWarned(String decisionId, BudgetWarning warning) implements RouterEvent {}

  /**
   * Money is held and a call goes out.
   *
   * @param batch whether it waits in a batch, which can take a day
   */
  record AttemptStarted(
      String decisionId,
      String attemptId,
      String provider,
      String model,
      Quality quality,
      Usd held,
      boolean batch)
      implements RouterEvent {}

  /**
   * A call ended and its hold too.
   *
   * @param charged what was settled; zero unless {@code failure} is null or says it was billed
   * @param expected what the quote expected
   * @param failure null if it brought images
   * @param batch whether it was part of a batch
   */
  record AttemptEnded(
      String decisionId,
      String attemptId,
      String provider,
      String model,
      Quality quality,
      Usd charged,
      Usd expected,
      long latencyNanos,
      @Nullable ProviderFailure failure,
      boolean batch)
      implements RouterEvent {}

  /** The request is done; {@code failure} is null if it brought images. */
  record Finished(String decisionId, DecisionRecord decision, @Nullable RoutingException failure)
      implements RouterEvent {}
}

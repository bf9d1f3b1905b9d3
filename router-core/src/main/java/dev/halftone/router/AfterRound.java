package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import org.jspecify.annotations.Nullable;

/**
 * What a request does after a round of calls. A pure function of the round, the policy and the time
 * left.
 *
 * @param verdict what is to be done; never decided by a call that brought its images
 * @param missing how many images may and should still be bought if the verdict is to retry
 * @param unknowns how many calls of the request may have been billed, those of the round included
 * @param cause the failure that decided, or null if none did
 */
record AfterRound(
    RetryVerdict verdict, int missing, int unknowns, @Nullable ProviderFailure cause) {
  /**
   * Decides.
   *
   * @param unknownsBefore calls before this round that may have been billed
   * @param attempts rounds with a failure so far, this one included
   * @param leftNanos the time left until the deadline
   */
  static AfterRound of(
      Round round, int unknownsBefore, int attempts, long leftNanos, RoutingPolicy policy) {
    int unknowns = unknownsBefore;
    int missing = round.unsent().stream().mapToInt(one -> one.part().n()).sum();
    RetryVerdict worst = missing > 0 ? RetryVerdict.RETRY : RetryVerdict.DONE;
    ProviderFailure cause = null;
    for (Round.Sent one : round.sent()) {
      ProviderFailure failure = one.outcome().failure();
      if (failure == null) {
        continue;
      }
      if (failure.billed() != ProviderFailure.Billed.NO) {
        unknowns++;
      }
      RetryVerdict verdict = RetryVerdict.of(failure, attempts, unknowns, leftNanos, policy);
      if (verdict == RetryVerdict.RETRY) {
        missing += one.n();
      }
      if (cause == null || verdict.compareTo(worst) > 0) {
        cause = failure;
      }
      worst = verdict.compareTo(worst) > 0 ? verdict : worst;
    }
    return new AfterRound(worst, missing, unknowns, cause);
  }
}

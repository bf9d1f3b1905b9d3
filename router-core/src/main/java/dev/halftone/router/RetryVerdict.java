package dev.halftone.router;

import dev.halftone.image.ProviderFailure;
import dev.halftone.router.RoutingPolicy.UnknownCharge;

/**
 * Whether a failed call may be tried again, by the failure's three answers and the policy. Of
 * several calls, the verdict that is declared last here decides.
 */
enum RetryVerdict {
  /** Nothing is missing. */
  DONE,
  /** It may have been billed, and the caller does not allow paying twice. */
  MAYBE_BILLED,
  RETRY,
  /** The attempts allowed are used up. */
  EXHAUSTED,
  /** The deadline has passed. */
  TOO_LATE,
  /** The request itself was refused. */
  REFUSED;

  /**
   * Decides.
   *
   * @param attempts how often it was tried, this time included
   * @param unknowns how many of them may have been billed, this one included
   * @param leftNanos the time left until the deadline
   */
  static RetryVerdict of(
      ProviderFailure failure, int attempts, int unknowns, long leftNanos, RoutingPolicy policy) {
    return switch (failure.retry()) {
      case NEVER -> REFUSED;
      case UNSAFE ->
          policy.unknownCharge() == UnknownCharge.ONCE && unknowns <= 1
              ? ifRoomLeft(attempts, leftNanos, policy)
              : MAYBE_BILLED;
      case SAFE -> ifRoomLeft(attempts, leftNanos, policy);
    };
  }

  private static RetryVerdict ifRoomLeft(int attempts, long leftNanos, RoutingPolicy policy) {
    if (attempts >= policy.attempts()) {
      return EXHAUSTED;
    }
    return leftNanos > 0 ? RETRY : TOO_LATE;
  }
}

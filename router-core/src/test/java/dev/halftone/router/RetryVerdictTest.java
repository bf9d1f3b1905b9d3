package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.router.RoutingPolicy.UnknownCharge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryVerdictTest {
  @ParameterizedTest
  @CsvSource({
    "NEVER_SENT,     NEVER, 1, 0, 1000, RETRY",
    "RATE_LIMITED,   NEVER, 2, 0, 1000, RETRY",
    "SERVER_ERROR,   NEVER, 3, 0, 1000, EXHAUSTED",
    "SERVER_ERROR,   NEVER, 1, 0, 0,    TOO_LATE",
    "UNAUTHORIZED,   NEVER, 1, 0, 1000, RETRY",
    "PROMPT_REFUSED, ONCE,  1, 0, 1000, REFUSED",
    "BAD_REQUEST,    ONCE,  1, 0, 1000, REFUSED",
    "TIMED_OUT,      NEVER, 1, 1, 1000, MAYBE_BILLED",
    "CUT,            NEVER, 1, 1, 1000, MAYBE_BILLED",
    "CUT,            ONCE,  1, 1, 1000, RETRY",
    "CUT,            ONCE,  2, 2, 1000, MAYBE_BILLED",
    "BAD_ANSWER,     ONCE,  3, 1, 1000, EXHAUSTED",
  })
  void of_failure_decidesByItsThreeAnswersAndThePolicy(
      Kind kind,
      UnknownCharge unknownCharge,
      int attempts,
      int unknowns,
      long leftNanos,
      RetryVerdict expected) {
    RoutingPolicy policy = RoutingPolicy.builder().attempts(3).unknownCharge(unknownCharge).build();

    assertThat(
            RetryVerdict.of(
                ProviderFailure.of(kind).build("no"), attempts, unknowns, leftNanos, policy))
        .isEqualTo(expected);
  }
}

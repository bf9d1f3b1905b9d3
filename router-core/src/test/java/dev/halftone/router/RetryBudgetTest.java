package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryBudgetTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "20, 0, 10",
    "20, 10, 10",
    "20, 50, 10",
    "20, 100, 20",
    "1, 100, 10",
    "100, 30, 30",
    "0, 100, 0"
  })
  void tryRetry_manyRequests_admitsTheShareAndNeverLessThanTheFloor(
      int percent, int requests, int admitted) {
    RetryBudget budget = new RetryBudget(percent);
    for (int i = 0; i < requests; i++) {
      budget.requested(0);
    }

    assertThat(admitted(budget, SECOND)).isEqualTo(admitted);
  }

  @Test
  void tryRetry_aMinuteLater_hasForgottenBoth() {
    RetryBudget budget = new RetryBudget(50);
    for (int i = 0; i < 100; i++) {
      budget.requested(0);
    }
    assertThat(admitted(budget, 0)).isEqualTo(50);
    assertThat(admitted(budget, 59 * SECOND)).isZero();

    assertThat(admitted(budget, 60 * SECOND)).isEqualTo(RetryBudget.FLOOR);
  }

  @Test
  void generate_everyProviderFails_stopsRetryingAndSaysWhy() {
    FakeProvider openAi = FakeProvider.openAi();
    openAi.behaviour =
        call -> Future.failedFuture(ProviderFailure.of(Kind.UNAUTHORIZED).build("HTTP 401"));
    FakeProvider azure = FakeProvider.azure();
    azure.behaviour = openAi.behaviour;
    Rig rig =
        new Rig(
            "10",
            List.of(openAi, azure),
            builder ->
                builder.policy(
                    RoutingPolicy.builder().retryBudgetPercent(0).patience(Duration.ZERO).build()));

    RoutingException failure = rig.fail(Rig.request().model("gpt-image-2"));

    assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_FAILED);
    assertThat(failure)
        .hasMessageContaining("retry budget is used up: 0 retries for 1 requests")
        .hasMessageContaining("HTTP 401");
    assertThat(openAi.calls.size() + azure.calls.size()).isEqualTo(1);
  }

  @Test
  void retryBudgetPercent_outOfRange_isRefused() {
    assertThatThrownBy(() -> RoutingPolicy.builder().retryBudgetPercent(101))
        .hasMessageContaining("101")
        .hasMessageContaining("0 to 100");
  }

  private static int admitted(RetryBudget budget, long nowNanos) {
    int admitted = 0;
    while (budget.tryRetry(nowNanos)) {
      admitted++;
    }
    return admitted;
  }
}

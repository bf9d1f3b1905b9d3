package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyTest {
  private static final Forecast PRIOR = new Forecast(10, 20, 20, 0, 1);

  private final Latency latency = new Latency();

  @Test
  void forecast_noAnswerYet_isThePrior() {
    assertThat(latency.forecast(PRIOR)).isEqualTo(PRIOR);
  }

  @Test
  void record_spike_movesHalfWayAtOnceAndIsForgottenSlowly() {
    latency.record(1_000);
    latency.record(9_000);
    assertThat(latency.forecast(PRIOR).expectedNanos()).isEqualTo(5_000);

    latency.record(1_000);
    assertThat(latency.forecast(PRIOR).expectedNanos()).isEqualTo(4_500);
  }

  @Test
  void forecast_scatteredAnswers_expectsSlowOnesAboveTheUsual() {
    for (int i = 0; i < 100; i++) {
      latency.record(i % 2 == 0 ? 1_000 : 2_000);
    }
    Forecast forecast = latency.forecast(PRIOR);

    assertThat(forecast.samples()).isEqualTo(100);
    assertThat(forecast.slowNanos()).isGreaterThan(forecast.expectedNanos());
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024, 1, 1",
    "1536, 1024, 1, 2",
    "1024, 1024, 3, 4",
    "3840, 2160, 1, 8",
    "1024, 640, 1, 1"
  })
  void latencyClass_size_isRoundedUpToAPowerOfTwoMegapixels(int width, int height, int n, int mp) {
    assertThat(LatencyClass.of(Quality.LOW, new ImageSize(width, height), n).megapixels())
        .isEqualTo(mp);
  }
}

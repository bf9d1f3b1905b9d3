package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;
  private static final Forecast PRIOR = Forecast.declared(10 * SECOND);
  private static final Odds.Share NO_CALLS = new Odds(0).share(0);

  private final Latency latency = new Latency(PRIOR);
  private long now;

  @Test
  void forecast_noAnswerYet_isThePrior() {
    assertThat(forecast()).isSameAs(PRIOR);
  }

  @Test
  void forecast_oneLuckyAnswer_doesNotDecide() {
    answer(1);

    assertThat(seconds(forecast().expectedNanos())).isBetween(7.7, 7.8);
    assertThat(forecast().samples()).isEqualTo(1);
  }

  @Test
  void forecast_manyAnswers_quantilesAreTheirs() {
    for (int i = 0; i < 500; i++) {
      answer(1 + i % 100);
    }
    for (int i = 0; i < 50; i++) {
      answer(50);
    }

    Forecast forecast = forecast();

    assertThat(seconds(forecast.expectedNanos())).isBetween(48.0, 52.0);
    assertThat(seconds(forecast.quantileNanos())).isBetween(87.0, 92.0);
    assertThat(seconds(forecast.slowNanos())).isBetween(92.0, 97.0);
  }

  @Test
  void forecast_policyLooksAtTheMedian_isTheMedian() {
    for (int i = 0; i < 100; i++) {
      answer(1 + i % 10);
    }

    Forecast forecast = latency.forecast(PRIOR, NO_CALLS, 50, now + HOUR / 12);

    assertThat(forecast.quantileNanos() - forecast.expectedNanos()).isLessThan(SECOND);
  }

  @Test
  void forecast_spike_raisesAllAtOnceAndIsForgottenSlowly() {
    answer(100, 10);
    Forecast before = forecast();
    answer(60);
    Forecast spiked = forecast();
    answer(10);
    Forecast after = forecast();
    now += 300 * SECOND;

    assertThat(seconds(spiked.slowNanos())).isBetween(59.9, 60.1);
    assertThat(spiked.expectedNanos() - before.expectedNanos()).isGreaterThan(45 * SECOND);
    assertThat(after.slowNanos()).isBetween(40 * SECOND, 59 * SECOND);
    assertThat(seconds(forecast().slowNanos())).isLessThan(13);
  }

  @Test
  void forecast_everyAnswerTwiceAsSlowAsBefore_movesTheMedianToo() {
    answer(2_000, 10);
    answer(2_000, 20);
    now += HOUR / 2;

    assertThat(seconds(forecast().expectedNanos())).isBetween(19.5, 20.5);
  }

  @Test
  void forecast_everyAnswerTwiceAsFastAsBefore_movesTheMedianToo() {
    answer(2_000, 20);
    answer(2_000, 10);

    assertThat(seconds(forecast().expectedNanos())).isBetween(9.5, 10.5);
  }

  @Test
  void forecast_callHangsBeforeAnyAnswer_looksAsSlowAsItIsOld() {
    CallsInFlight.Call hung = latency.started(now);
    now += 15 * SECOND;
    assertThat(forecast()).isSameAs(PRIOR);
    now += 75 * SECOND;

    assertThat(forecast().slowNanos()).isEqualTo(90 * SECOND);
    assertThat(forecast().expectedNanos()).isEqualTo(80 * SECOND);

    latency.ended(hung);
    assertThat(forecast()).isSameAs(PRIOR);
  }

  @Test
  void forecast_timeout_isALowerBoundWhileItIsRecent() {
    answer(100, 10);
    Forecast before = forecast();
    timeOut(120);

    assertThat(forecast().slowNanos()).isEqualTo(120 * SECOND);
    assertThat(forecast().samples()).isEqualTo(before.samples());

    now += 30 * SECOND;
    assertThat(seconds(forecast().slowNanos())).isBetween(60.0, 70.0);
    now += 300 * SECOND;
    assertThat(seconds(forecast().quantileNanos())).isLessThan(10.5);
  }

  @Test
  void forecast_outageInWhichAllTimedOut_leavesAnUnusedRouteAsFastAsItsAnswersWere() {
    answer(10, 10);
    for (int i = 0; i < 50; i++) {
      timeOut(180);
      now += 5 * SECOND;
    }
    now += HOUR / 2;

    assertThat(seconds(forecast().quantileNanos())).isLessThan(13);
    assertThat(seconds(forecast().slowNanos())).isLessThan(13);
  }

  @Test
  void forecast_timeoutShorterThanUsual_saysNothing() {
    answer(100, 10);
    Forecast before = forecast();
    timeOut(5);

    assertThat(forecast()).isEqualTo(before);
  }

  @Test
  void isCold_onlyTimeoutsSoFar_isLeftAloneForHalfAnHour() {
    timeOut(60);
    assertThat(latency.isCold(now)).isFalse();
    assertThat(latency.usualNanos()).isZero();

    now += HOUR / 2 + SECOND;
    assertThat(latency.isCold(now)).isTrue();
    answer(10);
    assertThat(latency.isCold(now)).isTrue();
  }

  @Test
  void forecast_nothingNew_isTheSameObject() {
    answer(20, 10);
    now += 600 * SECOND;

    assertThat(forecast()).isSameAs(forecast());
  }

  @Test
  void forecast_afterANight_stillKnowsTheRoute() {
    answer(200, 30);
    now += 12 * HOUR;

    assertThat(forecast().samples()).isBetween(8L, 16L);
    assertThat(seconds(forecast().expectedNanos())).isBetween(23.0, 27.0);
    assertThat(latency.isCold(now)).isTrue();
  }

  @Test
  void isCold_callsOnTheirWay_countAsAnswersToCome() {
    assertThat(latency.isCold(now)).isTrue();
    for (int i = 0; i < 5; i++) {
      latency.started(now);
    }

    assertThat(latency.isCold(now)).isFalse();
  }

  @Test
  void record_clockGoesBackOrAnswerTakesForever_staysInRange() {
    CallsInFlight.Call call = latency.started(now);
    latency.answered(call, -5, now - HOUR);
    latency.answered(call, Long.MAX_VALUE, now);
    latency.timedOut(call, -5, now - HOUR);
    latency.timedOut(call, Long.MAX_VALUE, now);

    Forecast forecast = latency.forecast(PRIOR, NO_CALLS, 90, now - 2 * HOUR);

    assertThat(forecast.expectedNanos()).isPositive();
    assertThat(forecast.slowNanos()).isPositive();
    assertThat(latency.isCold(now + HOUR)).isTrue();
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

  private void answer(int times, long seconds) {
    for (int i = 0; i < times; i++) {
      answer(seconds);
    }
  }

  private void answer(long seconds) {
    latency.answered(latency.started(now), seconds * SECOND, now);
  }

  private void timeOut(long seconds) {
    latency.timedOut(latency.started(now), seconds * SECOND, now);
  }

  private Forecast forecast() {
    return latency.forecast(PRIOR, NO_CALLS, 90, now);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}

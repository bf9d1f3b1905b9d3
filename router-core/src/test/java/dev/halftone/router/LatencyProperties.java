package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Random answers; jqwik prints the seed of a failure. */
class LatencyProperties {
  private static final long MILLI = 1_000_000L;
  private static final long MAX_MILLIS = 600_000;
  private static final Odds.Share NO_CALLS = new Odds(0).share(0);

  @Property(tries = 500)
  void forecast_answers_staysWithinWhatWasSeenAndThePrior(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(min = 1, max = MAX_MILLIS) Long> millis,
      @ForAll @LongRange(min = 1, max = MAX_MILLIS) long priorMillis,
      @ForAll @IntRange(min = 50, max = 99) int percent,
      @ForAll @LongRange(min = 0, max = 100_000) long gapMillis) {
    Forecast prior = Forecast.declared(priorMillis * MILLI);
    Latency latency = new Latency(prior);
    long now = 0;
    long least = priorMillis;
    long most = 2 * priorMillis;
    for (long one : millis) {
      latency.answered(latency.started(now), one * MILLI, now);
      now += gapMillis * MILLI;
      least = Math.min(least, one);
      most = Math.max(most, one);
    }

    Forecast forecast = latency.forecast(prior, NO_CALLS, percent, now);

    // The histogram is good to 1 %.
    long lower = least * MILLI - least * MILLI / 100;
    long upper = most * MILLI + most * MILLI / 100 + MILLI;
    assertThat(forecast.expectedNanos()).isBetween(lower, upper);
    assertThat(forecast.quantileNanos()).isBetween(forecast.expectedNanos(), upper);
    assertThat(forecast.slowNanos()).isBetween(forecast.expectedNanos(), upper);
    assertThat(forecast.samples()).isPositive();
  }

  @Property(tries = 500)
  void record_slowerThanTheForecast_neverLowersItAndReachesTheAnswer(
      @ForAll @Size(max = 100) List<@LongRange(min = 1, max = MAX_MILLIS) Long> millis,
      @ForAll @LongRange(min = 1, max = MAX_MILLIS) long moreMillis) {
    Forecast prior = Forecast.declared(10_000 * MILLI);
    Latency latency = learnt(prior, millis);
    Forecast before = latency.forecast(prior, NO_CALLS, 90, 0);
    long spike = before.slowNanos() + moreMillis * MILLI;

    latency.answered(latency.started(0), spike, 0);
    Forecast after = latency.forecast(prior, NO_CALLS, 90, 0);

    assertThat(after.slowNanos()).isGreaterThanOrEqualTo(spike);
    assertThat(after.expectedNanos()).isGreaterThanOrEqualTo(before.expectedNanos());
  }

  @Property(tries = 500)
  void timedOut_anyBound_isWhatTheCallOnItsWaySaidAndNeverLowers(
      @ForAll @Size(max = 50) List<@LongRange(min = 1, max = MAX_MILLIS) Long> millis,
      @ForAll @LongRange(min = 0, max = MAX_MILLIS) long boundMillis) {
    Forecast prior = Forecast.declared(10_000 * MILLI);
    Latency latency = learnt(prior, millis);
    Forecast before = latency.forecast(prior, NO_CALLS, 90, 0);
    CallsInFlight.Call call = latency.started(-boundMillis * MILLI);
    Forecast hanging = latency.forecast(prior, NO_CALLS, 90, 0);

    latency.timedOut(call, boundMillis * MILLI, 0);
    Forecast after = latency.forecast(prior, NO_CALLS, 90, 0);

    assertThat(after).isEqualTo(hanging);
    assertThat(after.expectedNanos()).isGreaterThanOrEqualTo(before.expectedNanos());
    assertThat(after.slowNanos()).isGreaterThanOrEqualTo(boundMillis * MILLI);
  }

  @Property(tries = 500)
  void forecast_hungCall_neverLowersWithItsAge(
      @ForAll @Size(max = 50) List<@LongRange(min = 1, max = MAX_MILLIS) Long> millis,
      @ForAll @LongRange(min = 0, max = MAX_MILLIS) long ageMillis,
      @ForAll @LongRange(min = 0, max = MAX_MILLIS) long moreMillis) {
    Forecast prior = Forecast.declared(10_000 * MILLI);
    Latency hung = learnt(prior, millis);
    Latency idle = learnt(prior, millis);
    hung.started(0);
    long age = ageMillis * MILLI;
    long older = age + moreMillis * MILLI;

    assertThat(hung.forecast(prior, NO_CALLS, 90, age).slowNanos())
        .isGreaterThanOrEqualTo(idle.forecast(prior, NO_CALLS, 90, age).slowNanos());
    assertThat(hung.forecast(prior, NO_CALLS, 90, older).slowNanos()).isGreaterThanOrEqualTo(older);
  }

  /** One that saw these answers, all at once. */
  private static Latency learnt(Forecast prior, List<Long> millis) {
    Latency latency = new Latency(prior);
    for (long one : millis) {
      latency.answered(latency.started(0), one * MILLI, 0);
    }
    return latency;
  }
}

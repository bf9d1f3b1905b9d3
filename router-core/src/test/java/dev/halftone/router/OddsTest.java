package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ProviderFailure.Billed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OddsTest {
  private static final Forecast PRIOR = Forecast.declared(1_000_000_000L);

  private final Odds odds = new Odds(0);
  private long now;

  @Test
  void in_noCallYet_isThePriorItself() {
    assertThat(odds.share(now).in(PRIOR)).isSameAs(PRIOR);
  }

  @Test
  void in_oneFailure_movesButDoesNotDecide() {
    odds.failed(Billed.NO, now);

    assertThat(forecast().failuresPerMillion()).isEqualTo((1_000_000 + 20 * 20_000) / 21);
    assertThat(forecast().billedFailuresPerMillion()).isLessThan(5_000);
  }

  @Test
  void in_failuresThatMayBeBilled_areCountedApart() {
    for (int i = 0; i < 40; i++) {
      odds.failed(i % 2 == 0 ? Billed.UNKNOWN : Billed.NO, now);
      odds.succeeded(now);
    }

    assertThat(forecast().failuresPerMillion()).isBetween(380_000, 430_000);
    assertThat(forecast().billedFailuresPerMillion()).isBetween(190_000, 220_000);
  }

  @Test
  void in_failuresThenSuccesses_areForgotten() {
    for (int i = 0; i < 100; i++) {
      odds.failed(Billed.YES, now);
    }
    int failing = forecast().failuresPerMillion();
    for (int i = 0; i < 600; i++) {
      odds.succeeded(now);
    }

    assertThat(failing).isGreaterThan(700_000);
    assertThat(forecast().failuresPerMillion()).isLessThan(40_000);
  }

  @Test
  void in_failuresThenADay_isThePrior() {
    for (int i = 0; i < 100; i++) {
      odds.failed(Billed.YES, now);
    }
    now += 144 * Odds.HALF_LIFE_NANOS;

    assertThat(forecast()).isEqualTo(PRIOR);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void in_anyCalls_staysBetweenNeverAndAlways(long seed) {
    Random random = new Random(seed);
    int failing = random.nextInt(101);
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt(50) == 0 ? Odds.HALF_LIFE_NANOS * random.nextInt(20) : -1;
      if (random.nextInt(100) < failing) {
        odds.failed(random.nextBoolean() ? Billed.NO : Billed.UNKNOWN, now);
      } else {
        odds.succeeded(now);
      }

      assertThat(forecast().failuresPerMillion()).as("seed %d", seed).isBetween(1, 999_999);
      assertThat(forecast().billedFailuresPerMillion())
          .as("seed %d", seed)
          .isBetween(0, forecast().failuresPerMillion());
    }
  }

  private Forecast forecast() {
    return odds.share(now).in(PRIOR);
  }
}

package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.ShortCountsHistogram;
import org.junit.jupiter.api.Test;

class DecayingHistogramTest {
  private static final long MILLI = 1_000_000L;

  private final DecayingHistogram histogram = new DecayingHistogram(0);

  @Test
  void quantileNanos_anyAnswer_isGoodToOnePercent() {
    for (long millis = 1; millis < 3_600_000; millis = millis * 5 / 4 + 1) {
      DecayingHistogram one = new DecayingHistogram(0);
      one.record(millis * MILLI, 0);

      assertThat(one.quantileNanos(50))
          .isBetween(millis * MILLI, millis * MILLI + millis * MILLI / 100);
    }
  }

  @Test
  void record_outOfRange_isClamped() {
    histogram.record(Long.MAX_VALUE, 0);
    assertThat(histogram.quantileNanos(50)).isLessThan(DecayingHistogram.LONGEST_NANOS * 101 / 100);

    DecayingHistogram other = new DecayingHistogram(0);
    other.record(Long.MIN_VALUE, 0);
    assertThat(other.quantileNanos(50)).isEqualTo(MILLI);
  }

  @Test
  void record_forever_keepsCountsWithinAShort() {
    for (int i = 0; i < 200_000; i++) {
      histogram.record(10 * MILLI, 0);
    }

    assertThat(histogram.samples())
        .isBetween(DecayingHistogram.MOST_SAMPLES / 2L, (long) DecayingHistogram.MOST_SAMPLES);
  }

  @Test
  void decay_halfLives_halveDownToWhatIsKept() {
    for (int i = 0; i < 100; i++) {
      histogram.record(10 * MILLI, 0);
    }
    histogram.decay(DecayingHistogram.HALF_LIFE_NANOS);
    assertThat(histogram.samples()).isEqualTo(50);

    histogram.decay(1_000 * DecayingHistogram.HALF_LIFE_NANOS);
    assertThat(histogram.samples()).isEqualTo(12);
    assertThat(histogram.decaysAtNanos()).isEqualTo(1_001 * DecayingHistogram.HALF_LIFE_NANOS);
  }

  @Test
  void size_isWhatItsJavadocSays() {
    assertThat(new ShortCountsHistogram(1, 3_600_000, 2).getEstimatedFootprintInBytes())
        .isBetween(4_000, 4_608);
  }
}

package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Forecast DECLARED = Forecast.declared(20 * SECOND);

  private final Pace pace = new Pace();

  @Test
  void of_noAnswer_isWhatIsDeclared() {
    assertThat(pace.of(DECLARED)).isSameAs(DECLARED);
  }

  @Test
  void of_answersInHalfTheTime_halvesOtherClassesAndCountsAsNoAnswerThere() {
    for (int i = 0; i < 100; i++) {
      pace.record(5 * SECOND, 10 * SECOND);
    }

    Forecast other = pace.of(DECLARED);
    assertThat(other.expectedNanos()).isBetween(10 * SECOND, 11 * SECOND);
    assertThat(other.slowNanos()).isBetween(20 * SECOND, 22 * SECOND);
    assertThat(other.samples()).isZero();
  }

  @Test
  void of_oneAnswer_movesAQuarterOfTheWay() {
    pace.record(160 * SECOND, 10 * SECOND);

    // A factor of sixteen counts as eight, and one answer against three declared: 8 to the 1/4.
    assertThat(pace.of(DECLARED).expectedNanos()).isBetween(33 * SECOND, 34 * SECOND);
  }

  @Test
  void of_slowerThanBefore_followsWithinAHundredAnswers() {
    for (int i = 0; i < 1_000; i++) {
      pace.record(10 * SECOND, 10 * SECOND);
    }
    for (int i = 0; i < 200; i++) {
      pace.record(30 * SECOND, 10 * SECOND);
    }

    assertThat(pace.of(DECLARED).expectedNanos()).isGreaterThan(55 * SECOND);
  }

  @Test
  void of_theLargestLatencies_doesNotOverflow() {
    pace.record(Long.MAX_VALUE, 1);
    pace.record(0, 0);

    assertThat(pace.of(DECLARED).expectedNanos()).isPositive();
  }
}

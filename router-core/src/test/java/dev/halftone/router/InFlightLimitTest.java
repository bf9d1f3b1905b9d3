package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InFlightLimitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long TEN_SECONDS = 10 * SECOND;

  @ParameterizedTest
  @CsvSource({"1, 1", "8, 8", "2147483647, 256"})
  void now_atFirst_isWhatIsDeclared(int maxInFlight, int expected) {
    assertThat(new InFlightLimit(maxInFlight).now()).isEqualTo(expected);
  }

  @Test
  void overloaded_burstOfRefusals_cutsOnce() {
    InFlightLimit limit = new InFlightLimit(100);
    for (int i = 0; i < 50; i++) {
      limit.overloaded(0, SECOND + i, 50);
    }
    assertThat(limit.now()).isEqualTo(75);

    limit.overloaded(2 * SECOND, 3 * SECOND, 50);
    assertThat(limit.now()).isEqualTo(56);
  }

  @Test
  void overloaded_forever_leavesOne() {
    InFlightLimit limit = new InFlightLimit(4);
    for (int i = 0; i < 20; i++) {
      limit.overloaded(i * SECOND, i * SECOND, 4);
    }

    assertThat(limit.now()).isEqualTo(1);
  }

  @Test
  void answered_wellWhileHalfIsUsed_growsUpToWhatIsDeclared() {
    InFlightLimit limit = new InFlightLimit(4);
    limit.overloaded(0, 1, 4);
    assertThat(limit.now()).isEqualTo(3);

    limit.answered(SECOND, 11 * SECOND, TEN_SECONDS, 1);
    assertThat(limit.now()).isEqualTo(3);
    for (int i = 0; i < 5; i++) {
      limit.answered(SECOND, 11 * SECOND, TEN_SECONDS, 3);
    }
    assertThat(limit.now()).isEqualTo(4);
  }

  @Test
  void answered_aMinuteAfterTheLastCut_givesBackWhatIsNotUsed() {
    InFlightLimit limit = new InFlightLimit(100);
    for (int i = 0; i < 20; i++) {
      limit.overloaded(i * SECOND, i * SECOND, 1);
    }
    assertThat(limit.now()).isEqualTo(1);

    limit.answered(60 * SECOND, 78 * SECOND, TEN_SECONDS, 0);
    assertThat(limit.now()).isEqualTo(1);
    for (int i = 0; i < 200; i++) {
      limit.answered(80 * SECOND, 90 * SECOND, TEN_SECONDS, 1);
    }
    assertThat(limit.now()).isEqualTo(100);
  }

  @Test
  void answered_slowForItsClass_cuts_butALargeImageDoesNot() {
    InFlightLimit limit = new InFlightLimit(100);
    limit.answered(0, 120 * SECOND, 100 * SECOND, 10);
    assertThat(limit.now()).isEqualTo(100);

    limit.answered(0, 41 * SECOND, TEN_SECONDS, 10);
    assertThat(limit.now()).isEqualTo(75);
  }

  @Test
  void answered_slowWithoutExperience_teachesNothing() {
    InFlightLimit limit = new InFlightLimit(100);
    limit.answered(0, 400 * SECOND, 0, 10);

    assertThat(limit.now()).isEqualTo(100);
  }
}

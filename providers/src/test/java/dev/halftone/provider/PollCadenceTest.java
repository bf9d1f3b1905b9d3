package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PollCadenceTest {
  @Test
  void next_startsFastAndGrowsToItsCap() {
    assertThat(PollCadence.next(0, null)).isEqualTo(Duration.ofMillis(100));
    assertThat(PollCadence.next(1, null)).isEqualTo(Duration.ofMillis(150));
    assertThat(PollCadence.next(2, null)).isEqualTo(Duration.ofMillis(225));
    Duration before = Duration.ZERO;
    for (int asked = 0; asked < 12; asked++) {
      Duration next = PollCadence.next(asked, null);
      assertThat(next).isBetween(before, PollCadence.MOST);
      before = next;
    }
    assertThat(before).isEqualTo(PollCadence.MOST);
    assertThat(PollCadence.next(Integer.MAX_VALUE, null)).isEqualTo(PollCadence.MOST);
  }

  @Test
  void next_honoursALongerWaitUpToACap() {
    assertThat(PollCadence.next(0, Duration.ofSeconds(7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(PollCadence.next(20, Duration.ZERO)).isEqualTo(PollCadence.MOST);
    assertThat(PollCadence.next(0, Duration.ofHours(1))).isEqualTo(PollCadence.MOST_ASKED);
  }
}

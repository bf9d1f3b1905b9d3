package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.router.CallsInFlight.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallsInFlightTest {
  private final CallsInFlight calls = new CallsInFlight();

  @Test
  void oldestAgeNanos_noCall_isZero() {
    assertThat(calls.oldestAgeNanos(7)).isZero();
  }

  @Test
  void oldestAgeNanos_clockGoesBack_isZero() {
    calls.started(7);

    assertThat(calls.oldestAgeNanos(3)).isZero();
  }

  @Test
  void ended_twice_countsOnce() {
    Call first = calls.started(1);
    calls.started(2);
    calls.ended(first);
    calls.ended(first);

    assertThat(calls.size()).isEqualTo(1);
    assertThat(calls.oldestAgeNanos(10)).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void ended_inAnyOrder_theOldestLeftIsKnown(long seed) {
    Random random = new Random(seed);
    List<Call> open = new ArrayList<>();
    List<Long> started = new ArrayList<>();
    for (long now = 0; now < 5_000; now++) {
      if (random.nextInt(2) == 0) {
        open.add(calls.started(now));
        started.add(now);
      } else if (!open.isEmpty()) {
        int index = random.nextInt(open.size());
        calls.ended(open.remove(index));
        started.remove(index);
      }
      assertThat(calls.size()).as("seed %d", seed).isEqualTo(open.size());
      assertThat(calls.oldestAgeNanos(now))
          .as("seed %d", seed)
          .isEqualTo(open.isEmpty() ? 0 : now - started.get(0));
    }
  }
}

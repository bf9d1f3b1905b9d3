package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final long SECOND = 1_000_000_000L;

  private final ProviderFailure cut = ProviderFailure.of(Kind.CUT).build("cut");
  private final VirtualTime time = new VirtualTime();
  private final Breaker breaker = new Breaker(new Route("a", "m"), time::nanos);

  @Test
  void faulted_twiceInARow_staysClosed() {
    fault(2);

    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    assertThat(breaker.block(time.nanos())).isNull();
  }

  @Test
  void faulted_threeTimesInARow_opensForASecondAndSaysWhy() {
    fault(3);

    assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
    Block block = Objects.requireNonNull(breaker.block(time.nanos()));
    assertThat(block.reason()).isEqualTo("breaker open for another 1000 ms after cut");
    assertThat(block.waitNanos()).isEqualTo(SECOND + 1);
    assertThat(breaker.tryPass(false)).isNull();
  }

  @Test
  void faulted_everyFourthCall_staysClosed() {
    for (int i = 0; i < 40; i++) {
      Breaker.Pass pass = pass();
      if (i % 4 == 3) {
        breaker.faulted(pass, cut);
      } else {
        breaker.succeeded(pass);
      }
    }

    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void tryPass_afterItsTime_letsOneTryAndNoMore() {
    fault(3);
    pass(waited());
    assertThat(breaker.room(time.nanos())).isZero();
    assertThat(Objects.requireNonNull(breaker.block(time.nanos())).reason()).contains("trial");
    assertThat(breaker.tryPass(false)).isNull();
    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
  }

  @Test
  void succeeded_trial_closes() {
    fault(3);
    breaker.succeeded(pass(waited()));

    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
    assertThat(breaker.room(time.nanos())).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void faulted_trial_opensTwiceAsLongEachTimeUpToAMinuteAndABit() {
    fault(3);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      breaker.faulted(pass(waited()), cut);
      waits.add(Objects.requireNonNull(breaker.block(time.nanos())).waitNanos() / SECOND);
    }

    assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
  }

  @Test
  void released_trial_leavesRoomForAnother() {
    fault(3);
    breaker.released(pass(waited()));

    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(breaker.room(time.nanos())).isEqualTo(1);
    breaker.succeeded(pass());
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void succeeded_callFromBeforeItOpened_saysNothingAboutNow() {
    Breaker.Pass old = pass();
    Breaker.Pass other = pass();
    fault(3);
    Breaker.Pass trial = pass(waited());

    breaker.succeeded(old);
    breaker.released(other);

    assertThat(breaker.state()).isEqualTo(BreakerState.HALF_OPEN);
    assertThat(breaker.tryPass(false)).isNull();
    breaker.succeeded(trial);
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  private void fault(int times) {
    for (int i = 0; i < times; i++) {
      breaker.faulted(pass(), cut);
    }
  }

  private Breaker.@Nullable Pass waited() {
    time.advance(Duration.ofNanos(Objects.requireNonNull(breaker.block(time.nanos())).waitNanos()));
    return breaker.tryPass(false);
  }

  private Breaker.Pass pass() {
    return pass(breaker.tryPass(false));
  }

  private static Breaker.Pass pass(Breaker.@Nullable Pass pass) {
    return Objects.requireNonNull(pass);
  }
}

package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RestTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long STATE_GUESS = 60 * SECOND;

  private final Rest rest = new Rest();

  @Test
  void refused_withTheProvidersWord_restsSoLongAndIsNoGuess() {
    said(5, 5, 12);

    assertThat(rest.leftNanos(5)).isEqualTo(12 * SECOND);
    assertThat(Objects.requireNonNull(rest.block(5)).guessed()).isFalse();
    assertThat(rest.tryStart(true, 12 * SECOND)).isFalse();
    assertThat(rest.tryStart(false, 12 * SECOND + 5)).isTrue();
    assertThat(rest.tryStart(false, 12 * SECOND + 5)).isTrue();
  }

  @Test
  void refused_again_neverShortensWhatWasSaid() {
    said(0, 0, 30);
    said(0, 0, 2);
    guess(1, 1);

    assertThat(rest.leftNanos(1)).isEqualTo(30 * SECOND - 1);
  }

  @Test
  void refused_withAWordAfterALongerGuess_believesTheWord() {
    for (int i = 0; i < 7; i++) {
      guess(i, i);
    }
    said(10, 10, 5);

    assertThat(rest.leftNanos(10)).isEqualTo(5 * SECOND);
  }

  @Test
  void refused_timeAndAgainWithoutAWord_doublesUpToALimit() {
    List<Long> rests = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 9; i++) {
      guess(now, now);
      rests.add(rest.leftNanos(now) / SECOND);
      now += rest.leftNanos(now);
    }

    assertThat(rests).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 64L, 64L);
  }

  @Test
  void refused_burstOfCallsSentBefore_countsOnce() {
    for (int i = 0; i < 50; i++) {
      guess(-1, i);
    }

    assertThat(rest.leftNanos(49)).isEqualTo(SECOND);
  }

  @Test
  void succeeded_endsTheRestAndTheRow() {
    guess(0, 0);
    guess(1, 1);
    rest.succeeded(2, SECOND);
    assertThat(rest.block(2)).isNull();

    guess(3, 3);
    assertThat(rest.block(3))
        .isEqualTo(new Block("rests for another 1000 ms after rate_limited", SECOND, true));
  }

  @Test
  void succeeded_callSentBeforeTheRefusal_saysNothingAboutNow() {
    guess(5, 5);
    rest.succeeded(4, 6);

    assertThat(rest.leftNanos(5)).isEqualTo(SECOND);
  }

  @Test
  void succeeded_beforeTheTimeTheProviderNamed_doesNotEndIt() {
    said(0, 0, 30);
    rest.succeeded(1, 20 * SECOND);
    assertThat(rest.leftNanos(20 * SECOND)).isEqualTo(10 * SECOND);

    rest.succeeded(1, 30 * SECOND);
    assertThat(rest.block(20 * SECOND)).isNull();
  }

  @Test
  void tryStart_afterAStateThatLasts_letsOneTryAndNoMoreUntilItEnds() {
    rest.refused("out_of_money", 0, 0, 0, STATE_GUESS, true);
    assertThat(rest.tryStart(true, 1)).isFalse();
    assertThat(rest.room()).isEqualTo(1);

    assertThat(rest.tryStart(false, STATE_GUESS)).isTrue();
    assertThat(rest.tryStart(false, STATE_GUESS)).isFalse();
    assertThat(Objects.requireNonNull(rest.block(STATE_GUESS)).reason()).contains("trial");

    rest.released(STATE_GUESS);
    assertThat(rest.tryStart(false, STATE_GUESS + 1)).isTrue();
    rest.succeeded(STATE_GUESS + 1, STATE_GUESS + 2);
    assertThat(rest.tryStart(false, STATE_GUESS + 2)).isTrue();
    assertThat(rest.room()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void tryStart_early_isOneTrialOfAGuess() {
    guess(0, 0);

    assertThat(rest.tryStart(false, 1)).isFalse();
    assertThat(rest.tryStart(true, 1)).isTrue();
    assertThat(rest.tryStart(true, 2)).isFalse();
    guess(1, 3);
    assertThat(rest.leftNanos(3)).isEqualTo(2 * SECOND);
  }

  @Test
  void leftNanos_tickerNearItsOverflow_countsOn() {
    long now = Long.MAX_VALUE - SECOND / 2;
    said(now, now, 1);

    assertThat(rest.leftNanos(now + SECOND / 4)).isEqualTo(3 * SECOND / 4);
  }

  private void said(long startedNanos, long nowNanos, long seconds) {
    rest.refused("rate_limited", startedNanos, nowNanos, seconds * SECOND, SECOND, false);
  }

  private void guess(long startedNanos, long nowNanos) {
    rest.refused("rate_limited", startedNanos, nowNanos, 0, SECOND, false);
  }
}

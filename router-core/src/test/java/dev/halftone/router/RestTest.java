package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestTest {
  private static final long SECOND = 1_000_000_000L;

  private final Rest rest = new Rest();

  @Test
  void faulted_twiceInARow_staysAwake() {
    rest.faulted("cut", 0);
    rest.faulted("cut", 0);

    assertThat(rest.leftNanos(0)).isZero();
  }

  @Test
  void faulted_moreOftenInARow_restsTwiceAsLongEachTime() {
    rest.faulted("cut", 0);
    rest.faulted("cut", 0);
    rest.faulted("cut", 0);
    assertThat(rest.leftNanos(0)).isEqualTo(SECOND);

    rest.faulted("cut", 0);
    assertThat(rest.leftNanos(0)).isEqualTo(2 * SECOND);
    assertThat(rest.leftNanos(2 * SECOND)).isZero();
    assertThat(rest.why()).isEqualTo("cut");
  }

  @Test
  void refused_withTheProvidersWord_restsSoLong() {
    rest.refused("rate_limited", 5, 12 * SECOND, SECOND);

    assertThat(rest.leftNanos(5)).isEqualTo(12 * SECOND);
  }

  @Test
  void refused_forAYear_isBelievedForTenMinutes() {
    rest.refused("rate_limited", 0, 365 * 86_400 * SECOND, SECOND);

    assertThat(rest.leftNanos(0)).isEqualTo(600 * SECOND);
  }

  @Test
  void refused_again_neverShortensARest() {
    rest.refused("rate_limited", 0, 30 * SECOND, SECOND);
    rest.refused("rate_limited", 0, 2 * SECOND, SECOND);

    assertThat(rest.leftNanos(0)).isEqualTo(30 * SECOND);
  }

  @Test
  void succeeded_endsTheRestAndTheRow() {
    rest.refused("rate_limited", 0, 30 * SECOND, SECOND);
    rest.succeeded();
    rest.faulted("cut", 0);

    assertThat(rest.leftNanos(0)).isZero();
  }

  @Test
  void leftNanos_tickerNearItsOverflow_countsOn() {
    long now = Long.MAX_VALUE - SECOND / 2;
    rest.refused("rate_limited", now, SECOND, SECOND);

    assertThat(rest.leftNanos(now + SECOND / 4)).isEqualTo(3 * SECOND / 4);
  }
}

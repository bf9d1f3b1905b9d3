package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestTest {
  private static final long SECOND = 1_000_000_000L;

  private final Rest rest = new Rest();

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
    assertThat(rest.block(0)).isNull();

    rest.refused("rate_limited", 0, 0, SECOND);
    assertThat(rest.block(0))
        .isEqualTo(new Block("rests for another 1000 ms after rate_limited", SECOND));
  }

  @Test
  void leftNanos_tickerNearItsOverflow_countsOn() {
    long now = Long.MAX_VALUE - SECOND / 2;
    rest.refused("rate_limited", now, SECOND, SECOND);

    assertThat(rest.leftNanos(now + SECOND / 4)).isEqualTo(3 * SECOND / 4);
  }
}

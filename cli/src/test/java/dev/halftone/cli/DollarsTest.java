package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import org.junit.jupiter.api.Test;

class DollarsTest {
  @Test
  void percent_anyAmounts_isRoundedDownAndNeverWraps() {
    Usd most = Usd.ofNanos(Long.MAX_VALUE);

    assertThat(Dollars.percent(Usd.parse("1.999"), Usd.parse("3"))).isEqualTo(66);
    assertThat(Dollars.percent(most, most)).isEqualTo(100);
    assertThat(Dollars.percent(most, Usd.parse("9223372036"))).isEqualTo(100);
    assertThat(Dollars.percent(Usd.parse("1"), Usd.ZERO)).isZero();
  }
}

package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsdTest {
  @ParameterizedTest
  @CsvSource({
    "50.00, 50.000000",
    "0.16464, 0.164640",
    "0.000000005, 0.000000005",
    ".5, 0.500000",
    "5., 5.000000",
    "+1, 1.000000",
    "-0.25, -0.250000",
    "0, 0.000000",
    "9223372036.854775807, 9223372036.854775807",
    "-9223372036.854775808, -9223372036.854775808",
    "1.000000000000, 1.000000",
  })
  void parse_decimal_isExact(String text, String shown) {
    assertThat(Usd.parse(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "-",
        "1e3",
        "1,5",
        "$5",
        "0x1",
        "NaN",
        " 1",
        "1.0000000001",
        "9223372036.854775808",
        "99999999999999999999",
        "1e999999999",
        "000000000000000000000000000000000000001"
      })
  void parse_otherText_isRefused(String text) {
    assertThatThrownBy(() -> Usd.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'");
  }

  @Test
  void arithmetic_leavingTheRange_throws() {
    Usd largest = Usd.ofNanos(Long.MAX_VALUE);
    Usd smallest = Usd.ofNanos(Long.MIN_VALUE);
    assertThatThrownBy(() -> largest.plus(Usd.ofNanos(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> smallest.minus(Usd.ofNanos(1)))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> largest.times(2)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void comparisons_followTheAmount() {
    Usd one = Usd.parse("1");
    Usd two = Usd.parse("2");
    assertThat(one.plus(one)).isEqualTo(two).isEqualTo(one.times(2));
    assertThat(two.minus(one)).isEqualTo(one);
    assertThat(two.isMoreThan(one)).isTrue();
    assertThat(one.isMoreThan(one)).isFalse();
    assertThat(one.max(two)).isSameAs(two);
    assertThat(one.min(two)).isSameAs(one);
    assertThat(one).isLessThan(two);
    assertThat(one.minus(two).isNegative()).isTrue();
    assertThat(Usd.ofNanos(0)).isSameAs(Usd.ZERO);
    assertThat(Usd.ZERO.isZero()).isTrue();
  }
}

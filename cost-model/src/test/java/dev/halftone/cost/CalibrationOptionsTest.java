package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CalibrationOptionsTest {
  @Test
  void options_unset_holdTheMost() {
    CalibrationOptions options = CalibrationOptions.builder().build();
    assertThat(options.window()).isEqualTo(500);
    assertThat(options.minSamples()).isEqualTo(100);
    assertThat(options.maxKeys()).isEqualTo(1_024);
    assertThat(options.holdQuantilePpm()).isEmpty();
  }

  @Test
  void options_newBuilder_keepsAll() {
    CalibrationOptions options =
        CalibrationOptions.builder()
            .window(2_000)
            .minSamples(40)
            .maxKeys(7)
            .holdQuantilePpm(999_000)
            .build();
    assertThat(options.newBuilder().build()).usingRecursiveComparison().isEqualTo(options);
    assertThat(options.newBuilder().holdMost().build().holdQuantilePpm()).isEmpty();
  }

  @Test
  void options_outOfRange_nameFieldValueAndRange() {
    CalibrationOptions.Builder builder = CalibrationOptions.builder();
    assertThatThrownBy(() -> builder.window(99)).hasMessage("window 99 must be 100 to 5000");
    assertThatThrownBy(() -> builder.minSamples(39)).hasMessage("minSamples 39 must be 40 to 5000");
    assertThatThrownBy(() -> builder.maxKeys(0)).hasMessage("maxKeys 0 must be 1 to 4096");
    assertThatThrownBy(() -> builder.holdQuantilePpm(899_999))
        .hasMessage("holdQuantilePpm 899999 must be 900000 to 999000");
  }

  @Test
  void options_thatContradictEachOther_areRefused() {
    assertThatThrownBy(() -> CalibrationOptions.builder().window(100).minSamples(101).build())
        .hasMessage("minSamples 101 must not be above window 100");
    assertThatThrownBy(() -> CalibrationOptions.builder().holdQuantilePpm(999_000).build())
        .hasMessage(
            "window 500 is too small for holdQuantilePpm 999000, which needs at least 2000");
  }
}

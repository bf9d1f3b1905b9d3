package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UsageTest {
  @Test
  void total_addsAllKinds() {
    assertThat(new Usage(1, 20, 300, 4000).total()).isEqualTo(4321);
    assertThat(Usage.NONE.total()).isZero();
  }

  @Test
  void total_leavingTheRange_throws() {
    assertThatThrownBy(new Usage(Long.MAX_VALUE, 1, 0, 0)::total)
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void constructor_negativeCount_isRefused() {
    assertThatThrownBy(() -> new Usage(0, 0, -1, 0)).hasMessageContaining("image out -1");
  }

  @Test
  void spec_negativePrompt_isRefused() {
    assertThatThrownBy(() -> ImageSpec.builder().prompt(-1, 0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spec_newBuilder_keepsEverything() {
    ImageSpec spec =
        ImageSpec.builder()
            .size(new ImageSize(16, 32))
            .quality(Quality.MAX)
            .thinking(Thinking.LOW)
            .n(3)
            .prompt(4, 5)
            .inputImages(java.util.List.of(new ImageSize(1, 2)))
            .partialImages(2)
            .batch(true)
            .build();
    assertThat(spec.newBuilder().build()).usingRecursiveComparison().isEqualTo(spec);
  }
}

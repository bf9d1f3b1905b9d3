package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeRuleTest {
  private final SizeRule flexible = Specs.card("gpt-image-2").sizes();
  private final SizeRule fixed = Specs.card("gpt-image-1.5").sizes();

  /** The presets that OpenAI's guide names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1024x1024",
        "1536x1024",
        "1024x1536",
        "2048x2048",
        "2048x1152",
        "3840x2160",
        "2160x3840",
        "2880x2880",
        "1408x480",
        "auto"
      })
  void allows_presetsAndCorners_areLegal(String size) {
    assertThat(flexible.refusal(ImageSize.parse(size))).isNull();
    assertThat(flexible.nearest(ImageSize.parse(size))).isEqualTo(ImageSize.parse(size));
  }

  @ParameterizedTest
  @CsvSource({
    "1920x1080, multiples of 16, 1920x1088",
    "4096x4096, at most 3840, 2880x2880",
    "2000x1000, multiples of 16, 2000x1008",
    "2000x667, multiples of 16, 2000x672",
    "3840x1264, at most 3 times, 3840x1280",
    "512x512, 655360 to 8294400, 816x816",
    "3840x3840, 655360 to 8294400, 2880x2880",
    "65535x1, multiples of 16, 3840x1280",
  })
  void refusal_illegalSize_namesTheRuleAndTheNearest(String size, String rule, String nearest) {
    assertThat(flexible.refusal(ImageSize.parse(size))).contains(rule);
    assertThat(flexible.nearest(ImageSize.parse(size))).hasToString(nearest);
  }

  @Test
  void fixed_otherSize_namesTheList() {
    assertThat(fixed.refusal(ImageSize.parse("1792x1024")))
        .contains("1024x1024, 1024x1536, 1536x1024");
    assertThat(fixed.nearest(ImageSize.parse("1792x1024"))).hasToString("1536x1024");
    assertThat(fixed.refusal(ImageSize.AUTO)).isNull();
  }

  @Test
  void rules_thatLeaveNoSize_areRefused() {
    assertThatThrownBy(() -> new FixedSizes(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FlexibleSizes(16, 1024, 3, 2_000_000, 3_000_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FlexibleSizes(1, 4096, 3, 1, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenScaleTest {

  @ParameterizedTest
  @CsvSource({
    "GPT_IMAGE_2,   low,    1024x1024, 196",
    "GPT_IMAGE_2,   medium, 1024x1024, 1756",
    "GPT_IMAGE_2,   high,   1024x1024, 7024",
    "GPT_IMAGE_2,   low,    1536x1024, 158",
    "GPT_IMAGE_2,   medium, 1536x1024, 1372",
    "GPT_IMAGE_2,   high,   1536x1024, 5488",
    "GPT_IMAGE_2,   low,    1024x1536, 158",
    "GPT_IMAGE_2,   medium, 1024x1536, 1372",
    "GPT_IMAGE_2,   high,   1024x1536, 5488",
    "GPT_IMAGE_2_5, low,    1024x1024, 196",
    "GPT_IMAGE_2_5, medium, 1024x1024, 439",
    "GPT_IMAGE_2_5, high,   1024x1024, 1756",
    "GPT_IMAGE_2_5, xhigh,  1024x1024, 3122",
    "GPT_IMAGE_2_5, max,    1024x1024, 7024",
    "GPT_IMAGE_2_5, low,    1024x1536, 158",
    "GPT_IMAGE_2_5, medium, 1024x1536, 343",
    "GPT_IMAGE_2_5, high,   1536x1024, 1372",
    "GPT_IMAGE_2_5, xhigh,  1536x1024, 2459",
    "GPT_IMAGE_2_5, max,    1024x1536, 5488",
    "TABLE,         low,    1024x1024, 272",
    "TABLE,         medium, 1024x1536, 1584",
    "TABLE,         high,   1536x1024, 6208",
  })
  void imageTokens_publishedFigure_isReproduced(
      TokenScale scale, String quality, String size, int tokens) {
    assertThat(scale.imageTokens(quality, size(size), 1, 0)).isEqualTo(tokens);
  }

  @Test
  void imageTokens_severalImages_areRoundedUpOnce() {
    // 16 * 11 * 3,572,864 / 4,000,000 = 157.206: four are 628.8, not 4 * 158.
    assertThat(TokenScale.GPT_IMAGE_2.imageTokens("low", size("1536x1024"), 4, 0)).isEqualTo(629);
  }

  @Test
  void imageTokens_exactHalf_goesToEven() {
    // The short factor is 16 * 800 / 1024 = 12.5: twelve, not thirteen.
    long area = 1024L * 800;
    long expected = -Math.floorDiv(-16L * 12 * (2_000_000 + area), 4_000_000L);
    assertThat((long) TokenScale.GPT_IMAGE_2.imageTokens("low", size("1024x800"), 1, 0))
        .isEqualTo(expected);
  }

  @Test
  void imageTokens_unknownFormula_variesByPromptWithinThreePercent() {
    PixelSize size = size("1536x1024");
    int[] tokens =
        LongStream.range(0, 50)
            .mapToInt(prompt -> TokenScale.GPT_IMAGE_2_6.imageTokens("high", size, 1, prompt))
            .toArray();
    assertThat(IntStream.of(tokens).distinct().count()).isGreaterThan(3);
    assertThat(IntStream.of(tokens).min()).hasValue(1331);
    assertThat(IntStream.of(tokens).max()).hasValue(1414);
  }

  @ParameterizedTest
  @CsvSource({
    "1024x1024, true",
    "3840x2160, true",
    "2160x3840, true",
    "1920x1088, true",
    "1920x1080, false",
    "4096x4096, false",
    "2000x1000, false",
    "512x512,   false",
    "3840x1264, false",
    "3856x2160, false",
  })
  void allows_flexibleRules_areAllKept(String size, boolean legal) {
    assertThat(TokenScale.GPT_IMAGE_2.allows(size(size))).isEqualTo(legal);
  }

  private static PixelSize size(String text) {
    return PixelSize.parse(text).orElseThrow();
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTokensTest {

  /** The first three are published measurements; the others follow from the rule by hand. */
  @ParameterizedTest
  @CsvSource({
    "1024, 1024, 1024",
    "1536, 1024, 1536",
    "256, 256, 256",
    "512, 512, 1024",
    "768, 768, 1024",
    "16, 16, 1",
    "2048, 2048, 1521",
    "3840, 2160, 1508",
    "4000, 100, 1474",
    "600, 20, 352",
  })
  void patches_ofAPicture_followTheMeasuredRule(int width, int height, int tokens) {
    assertThat(tokens(TokenScale.GPT_IMAGE_2, width, height)).isEqualTo(tokens);
    assertThat(tokens(TokenScale.GPT_IMAGE_2_5, height, width)).isEqualTo(tokens);
  }

  @ParameterizedTest
  @CsvSource({"1024, 1024, 194", "512, 1024, 323", "1536, 1024, 323", "100, 350, 581"})
  void tiles_ofAPicture_followTheOlderRule(int width, int height, int tokens) {
    assertThat(tokens(TokenScale.TABLE, width, height)).isEqualTo(tokens);
  }

  private static int tokens(TokenScale scale, int width, int height) {
    return ReferenceTokens.of(scale, List.of(new PixelSize(width, height)));
  }
}

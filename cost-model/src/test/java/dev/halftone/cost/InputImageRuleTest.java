package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputImageRuleTest {
  private final InputImageRule patches = new PatchTokens();
  private final InputImageRule tiles = new TileTokens(65, 129);

  /** Billed on edits of gpt-image-2 with an official key, 2026-09-16 and 2026-09-17. */
  @ParameterizedTest
  @CsvSource({
    "64x64, 16",
    "256x256, 256",
    "400x400, 625",
    "300x600, 512",
    "240x600, 416",
    "200x800, 352",
    "100x800, 352",
    "900x900, 1024",
    "1200x600, 722",
    "1376x768, 1032",
    "1024x1024, 1024",
    "1536x1024, 1536",
    "1280x720, 920",
    "2048x2048, 1521",
    "3840x2160, 1508",
    "6000x4000, 1536",
  })
  void patches_measuredSize_isReproduced(String size, long tokens) {
    assertThat(patches.tokens(ImageSize.parse(size))).isEqualTo(tokens);
  }

  @Test
  void patches_anySize_areSymmetricAndWithinTheCap() {
    for (int width = 1; width <= 8192; width += 37) {
      for (int height = 1; height <= 8192; height += 41) {
        long tokens = patches.tokens(new ImageSize(width, height));
        assertThat(tokens).isBetween(1L, 1536L);
        assertThat(patches.tokens(new ImageSize(height, width))).isEqualTo(tokens);
      }
    }
  }

  @Test
  void patches_extremeSizes_stayWithinTheCap() {
    assertThat(patches.tokens(new ImageSize(65_535, 1))).isEqualTo(67 * 22);
    assertThat(patches.tokens(new ImageSize(65_535, 65_535))).isEqualTo(39 * 39);
    assertThat(patches.tokens(new ImageSize(1, 1))).isEqualTo(1);
  }

  /** Copy of OpenAI's guide of 2025-12-11; 194 was observed on a bill. */
  @ParameterizedTest
  @CsvSource({"1024x1024, 194", "1536x1024, 323", "512x512, 194", "480x1408, 452", "100x100, 194"})
  void tiles_scaledToAShortSideOf512_areCounted(String size, long tokens) {
    assertThat(tiles.tokens(ImageSize.parse(size))).isEqualTo(tokens);
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureHeaderTest {

  /** Headers of 800x600, written by hand from the container's specification. */
  @ParameterizedTest
  @CsvSource({
    "52494646000000005745425056503820000000000000009d012a20035802, false",
    "5249464600000000574542505650384c000000002f1fc3951000000000000000, true",
    "524946460000000057454250565038580a000000100000001f0300570200, true",
    "524946460000000057454250565038580a000000000000001f0300570200, false",
  })
  void webp_ofEveryKind_tellsItsSize(String hex, boolean alpha) {
    byte[] file = HexFormat.of().parseHex(hex);
    assertThat(PictureHeader.of(file))
        .contains(new PictureHeader("image/webp", new PixelSize(800, 600), alpha));
  }

  @Test
  void pngAndJpeg_ofTheJdk_tellTheirSize() {
    PixelSize size = new PixelSize(300, 20);
    assertThat(PictureHeader.of(Pictures.png(size)))
        .contains(new PictureHeader("image/png", size, false));
    assertThat(PictureHeader.of(Pictures.clearPng(size)))
        .contains(new PictureHeader("image/png", size, true));
    assertThat(PictureHeader.of(Pictures.jpeg(size)))
        .contains(new PictureHeader("image/jpeg", size, false));
  }

  @Test
  void bytes_cutOrSpoiled_neverThrow() {
    SplittableRandom random = new SplittableRandom(5);
    for (byte[] file :
        new byte[][] {Pictures.clearPng(PixelSize.SQUARE), Pictures.jpeg(PixelSize.SQUARE)}) {
      for (int i = 0; i < 2_000; i++) {
        byte[] spoiled = Arrays.copyOf(file, random.nextInt(700));
        for (int j = 2; j < spoiled.length; j += 1 + random.nextInt(20)) {
          spoiled[j] = (byte) random.nextInt();
        }
        assertThat(PictureHeader.of(spoiled)).isNotNull();
      }
    }
  }
}

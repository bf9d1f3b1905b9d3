package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureMakerTest {
  private final PictureMaker maker = new PictureMaker(1);

  @ParameterizedTest
  @CsvSource({
    "1024x1024, low",
    "1536x1024, max",
    "1024x1536, high",
    "480x1440, medium",
    "1456x496, low",
    "3840x2160, low"
  })
  void draw_anyLegalSize_isThatSizeAndAsHeavyAsARealOne(String size, String quality)
      throws IOException {
    PixelSize pixels = PixelSize.parse(size).orElseThrow();
    byte[] png = maker.draw(order("a prompt", pixels, quality), 0);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getWidth()).isEqualTo(pixels.width());
    assertThat(image.getHeight()).isEqualTo(pixels.height());
    assertThat(png.length * 1.0 / pixels.area()).isBetween(0.5, 2.5);
  }

  @Test
  void draw_sameOrder_isTheSameToTheByte() {
    ImageOrder order = order("a prompt", PixelSize.SQUARE, "low");
    assertThat(maker.draw(order, 0)).isEqualTo(new PictureMaker(1).draw(order, 0));
  }

  @Test
  void draw_otherPromptQualityIndexOrSeed_isAnother() {
    byte[] base = maker.draw(order("a prompt", PixelSize.SQUARE, "low"), 0);
    assertThat(maker.draw(order("another", PixelSize.SQUARE, "low"), 0)).isNotEqualTo(base);
    assertThat(maker.draw(order("a prompt", PixelSize.SQUARE, "high"), 0)).isNotEqualTo(base);
    assertThat(maker.draw(order("a prompt", PixelSize.SQUARE, "low"), 1)).isNotEqualTo(base);
    assertThat(new PictureMaker(2).draw(order("a prompt", PixelSize.SQUARE, "low"), 0))
        .isNotEqualTo(base);
  }

  @Test
  void caption_prompt_leavesInkOnlyWhereItsLettersAre() {
    Canvas blank = new Canvas(PixelSize.SQUARE);
    Caption.draw(blank, " ", "footer");
    Canvas written = new Canvas(PixelSize.SQUARE);
    Caption.draw(written, "W", "footer");
    int different = 0;
    for (int i = 0; i < blank.pixels.length; i++) {
      different += blank.pixels[i] == written.pixels[i] ? 0 : 1;
    }
    assertThat(different).isBetween(50, 600);
  }

  @Test
  void glyphs_unknownCharacter_isABoxAndNeverFails() {
    Canvas canvas = new Canvas(PixelSize.SQUARE);
    Caption.draw(canvas, "\u732b \ud83d\ude00 \ud83d caf\u00e9 \u0000 \t tab", "footer");
    assertThat(canvas.pixels).contains(0xfff4f1e8);
  }

  @Test
  void wrap_longText_breaksAtSpacesAndEndsInDots() {
    assertThat(Caption.wrap("one two three four", 9, 5))
        .containsExactly("one two", "three", "four");
    assertThat(Caption.wrap("abcdefghij klm", 4, 9)).containsExactly("abcd", "efgh", "ij", "klm");
    List<String> cut = Caption.wrap("word ".repeat(7_000), 20, 4);
    assertThat(cut).hasSize(4).allMatch(line -> line.length() <= 20);
    assertThat(cut.get(3)).endsWith("...");
    assertThat(Caption.wrap("\ud83d\ude00".repeat(50), 10, 2)).hasSize(2);
    assertThat(Caption.wrap("   ", 10, 2)).containsExactly("");
  }

  private static ImageOrder order(String prompt, PixelSize size, String quality) {
    return new ImageOrder(
        "gpt-image-2.5-flare",
        SimulatedModel.find("gpt-image-2.5-flare").orElseThrow(),
        prompt,
        1,
        size,
        quality,
        PictureFormat.PNG,
        100,
        false,
        List.of());
  }

  @Test
  void draw_blank_isASmallFileOfTheSizeAskedFor() throws IOException {
    PictureMaker blank =
        new PictureMaker(SimulatorOptions.newBuilder().blankPictures(true).build());
    byte[] file = blank.draw(order("a prompt", PixelSize.SQUARE, "low"), 0);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
    assertThat(read.getWidth()).isEqualTo(1024);
    assertThat(file)
        .hasSizeLessThan(maker.draw(order("a prompt", PixelSize.SQUARE, "low"), 0).length / 4);
  }
}

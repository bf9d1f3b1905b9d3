package dev.halftone.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.cost.ImageSize;
import io.vertx.core.buffer.Buffer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InputImageTest {
  private static byte[] png(int width, int height) {
    return image("png", width, height);
  }

  private static byte[] image(String format, int width, int height) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The heads of the three kinds of WebP file, as its specification lays them out. */
  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("png", png(640, 480), new ImageSize(640, 480)),
        Arguments.of("jpeg", image("jpg", 333, 77), new ImageSize(333, 77)),
        Arguments.of(
            "lossy webp",
            hex("52494646 24000000 57454250 56503820 18000000 300100 9d012a 8002 e001 00"),
            new ImageSize(640, 480)),
        Arguments.of(
            "lossless webp",
            hex("52494646 24000000 57454250 5650384c 18000000 2f 7fc27700 00"),
            new ImageSize(640, 480)),
        Arguments.of(
            "extended webp",
            hex("52494646 24000000 57454250 56503858 0a000000 10000000 7f0200 df0100 00"),
            new ImageSize(640, 480)));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static InputImage read(byte[] bytes) {
    return InputImage.of(Buffer.buffer(bytes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void size_ofAnImageFile_isThatOfItsHeader(String kind, byte[] bytes, ImageSize size) {
    assertThat(read(bytes).size()).isEqualTo(size);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void size_ofAFileCutOffAnywhereBefore_isRefused(String kind, byte[] bytes, ImageSize size) {
    for (int length = 0; length < 20; length++) {
      byte[] head = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(head)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void size_ofAnotherFile_isRefused() {
    assertThatThrownBy(() -> read("GIF89a........".getBytes(StandardCharsets.US_ASCII)))
        .hasMessageContaining("is not a PNG, JPEG or WebP image");
  }

  @Test
  void image_withOtherBytes_isAnother() {
    InputImage one = read(png(64, 32));
    byte[] changed = png(64, 32);
    changed[changed.length - 1]++;
    assertThat(one).isEqualTo(read(png(64, 32))).hasSameHashCodeAs(read(png(64, 32)));
    assertThat(one).isNotEqualTo(read(changed)).isNotEqualTo(InputImage.ofSize(one.size()));
    assertThat(one.toString()).startsWith("InputImage[64x32, ").endsWith(" bytes of png]");
  }
}

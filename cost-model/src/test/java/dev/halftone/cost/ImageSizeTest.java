package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {
  @Test
  void parse_widthByHeight_isRead() {
    ImageSize size = ImageSize.parse("1536X1024");
    assertThat(size).isEqualTo(new ImageSize(1536, 1024)).hasToString("1536x1024");
    assertThat(size.longEdge()).isEqualTo(1536);
    assertThat(size.shortEdge()).isEqualTo(1024);
    assertThat(size.pixels()).isEqualTo(1_572_864);
    assertThat(new ImageSize(65_535, 65_535).pixels()).isEqualTo(4_294_836_225L);
  }

  @Test
  void parse_auto_isAuto() {
    assertThat(ImageSize.parse("AUTO")).isEqualTo(ImageSize.AUTO).hasToString("auto");
    assertThat(ImageSize.AUTO.isAuto()).isTrue();
    assertThat(ImageSize.AUTO.pixels()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1024", "0x0", "0x5", "5x0", "-1x5", "1 x1", "1x1x1", "65536x1", "999999x1"})
  void parse_otherText_isRefused(String text) {
    assertThatThrownBy(() -> ImageSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("size");
  }

  @Test
  void constructor_oneEdgeMissing_isRefused() {
    assertThatThrownBy(() -> new ImageSize(0, 5)).hasMessageContaining("size 0x5");
    assertThatThrownBy(() -> new ImageSize(5, -1)).hasMessageContaining("1 to 65535");
  }
}

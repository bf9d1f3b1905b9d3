package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.ImageSize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveSpeedShapeTest {
  @ParameterizedTest
  @CsvSource({
    "1024x1024, 1:1, 1k",
    "1024x1536, 2:3, 1k",
    "1536x1024, 3:2, 1k",
    "1024x768, 4:3, 1k",
    "1920x1080, 16:9, 1k",
    "2048x1024, 2:1, 1k",
    "2560x1440, 16:9, 2k",
    "2048x2048, 1:1, 2k",
    "1344x576, 21:9, 1k",
    "576x1344, 9:21, 1k",
    "1280x1600, 4:5, 1k",
    "1600x2000, 4:5, 2k",
    "3072x1024, 3:1, 2k",
    "3840x2160, 16:9, 4k",
    "2160x3840, 9:16, 4k",
    "65535x65535, 1:1, 4k",
  })
  void size_ofOneOfTheShapes_hasAClass(String size, String ratio, String resolution) {
    assertThat(WaveSpeedShape.of(ImageSize.parse(size)))
        .isEqualTo(new WaveSpeedShape(ratio, resolution));
    assertThat(WaveSpeedShape.problem(ImageSize.parse(size))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024x1025", "1360x768", "1x4", "1000x999", "65535x1"})
  void size_ofAnyOtherShape_isAProblem(String size) {
    assertThat(WaveSpeedShape.of(ImageSize.parse(size))).isNull();
    assertThat(WaveSpeedShape.problem(ImageSize.parse(size))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = "auto")
  void auto_hasNoShapeAndNoProblem(String size) {
    assertThat(WaveSpeedShape.of(ImageSize.parse(size))).isNull();
    assertThat(WaveSpeedShape.problem(ImageSize.parse(size))).isEmpty();
  }
}

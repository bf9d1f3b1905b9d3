package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The closed sets of words: quality, thinking, basis. */
class WordsTest {
  @ParameterizedTest
  @EnumSource
  void quality_ownName_isRead(Quality quality) {
    assertThat(Quality.parse(quality.toString())).isEqualTo(quality);
    assertThat(Quality.parse(quality.name())).isEqualTo(quality);
  }

  @ParameterizedTest
  @CsvSource({"standard, MEDIUM", "HD, HIGH"})
  void quality_olderName_isRead(String text, Quality quality) {
    assertThat(Quality.parse(text)).isEqualTo(quality);
  }

  @Test
  void quality_otherText_namesWhatIsAllowed() {
    assertThatThrownBy(() -> Quality.parse("ultra"))
        .hasMessage("quality 'ultra' is not one of low, medium, high, xhigh, max, auto");
  }

  @ParameterizedTest
  @EnumSource
  void thinking_ownName_isRead(Thinking thinking) {
    assertThat(Thinking.parse(thinking.toString())).isEqualTo(thinking);
  }

  @Test
  void thinking_otherText_namesWhatIsAllowed() {
    assertThatThrownBy(() -> Thinking.parse("auto"))
        .hasMessage("thinking 'auto' is not one of off, low, medium, high");
  }

  @Test
  void basis_isWrittenInLowerCase() {
    assertThat(Basis.EXACT).hasToString("exact");
  }
}

package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokensTest {
  @Test
  void count_knownTexts_areO200kBase() {
    TextTokens.warm();
    assertThat(TextTokens.count("")).isZero();
    assertThat(TextTokens.count("a watercolor fox in the snow")).isEqualTo(6);
    assertThat(TextTokens.count("hello world")).isEqualTo(2);
  }

  @Test
  void count_namesOfSpecialTokens_areOrdinaryText() {
    assertThat(TextTokens.count("<|endoftext|>")).isGreaterThan(1);
    assertThat(TextTokens.count("<|endofprompt|> fox")).isGreaterThan(2);
  }

  /** Repetition is what makes naive byte-pair encoders quadratic; a minute would show it. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "A", "'", " ", "\n", "\t \n", "1", "=", "é", "中", "🙂", "aa\u0301"})
  void count_hostileRepetition_isBoundedByItsBytes(String unit) {
    String text = unit.repeat(TextTokens.MAX_EXACT_UNITS / unit.length());
    assertThat(TextTokens.count(text))
        .isPositive()
        .isLessThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void count_textLongerThanAnyPrompt_isTheBoundOfItsBytes() {
    for (String unit : new String[] {"a", "é", "中", "🙂"}) {
      String text = unit.repeat(TextTokens.MAX_EXACT_UNITS / unit.length() + 1);
      assertThat(TextTokens.count(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void count_loneSurrogate_isCounted() {
    assertThat(TextTokens.count("fox \ud83d")).isPositive();
  }
}

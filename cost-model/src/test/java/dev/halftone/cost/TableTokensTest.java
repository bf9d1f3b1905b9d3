package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTokensTest {
  /** Published table of gpt-image-1; tokens, then OpenAI's prices of 1.5 and 1 at 32 and 40. */
  @ParameterizedTest
  @CsvSource({
    "low, 1024x1024, 272, 0.009, 0.011",
    "low, 1024x1536, 408, 0.013, 0.016",
    "low, 1536x1024, 400, 0.013, 0.016",
    "medium, 1024x1024, 1056, 0.034, 0.042",
    "medium, 1024x1536, 1584, 0.05, 0.063",
    "medium, 1536x1024, 1568, 0.05, 0.063",
    "high, 1024x1024, 4160, 0.133, 0.167",
    "high, 1024x1536, 6240, 0.2, 0.25",
    "high, 1536x1024, 6208, 0.2, 0.25",
  })
  void expected_publishedTable_isReproducedWithItsPrices(
      String quality, String size, long tokens, BigDecimal dollars15, BigDecimal dollars1) {
    for (String model : new String[] {"gpt-image-1.5", "chatgpt-image-latest", "gpt-image-1"}) {
      TokenRule rule = Specs.card(model).outputTokens();
      assertThat(rule.expected(ImageSize.parse(size), Quality.parse(quality), 1)).isEqualTo(tokens);
      assertThat(rule.most(ImageSize.parse(size), Quality.parse(quality), 3)).isEqualTo(3 * tokens);
      assertThat(rule.isExact()).isTrue();
    }
    assertThat(dollars("0.000032", tokens).subtract(dollars15).abs())
        .isLessThanOrEqualTo(new BigDecimal("0.001"));
    assertThat(dollars("0.00004", tokens).subtract(dollars1).abs())
        .isLessThanOrEqualTo(new BigDecimal("0.002"));
  }

  /** The model page of gpt-image-1-mini; its prices are dearer than its tokens at 8 a million. */
  @ParameterizedTest
  @CsvSource({
    "low, 1024x1024, 272, 0.005",
    "low, 1024x1536, 408, 0.006",
    "low, 1536x1024, 400, 0.006",
    "medium, 1024x1024, 1056, 0.011",
    "medium, 1024x1536, 1584, 0.015",
    "medium, 1536x1024, 1568, 0.015",
    "high, 1024x1024, 4160, 0.036",
    "high, 1024x1536, 6240, 0.052",
    "high, 1536x1024, 6208, 0.052",
  })
  void most_miniWhosePublicationsDisagree_isTheDearer(
      String quality, String size, long tokens, BigDecimal dollars) {
    TokenRule rule = Specs.card("gpt-image-1-mini").outputTokens();
    assertThat(rule.isExact()).isFalse();
    assertThat(rule.least(ImageSize.parse(size), Quality.parse(quality), 1)).isEqualTo(tokens);
    long most = rule.most(ImageSize.parse(size), Quality.parse(quality), 1);
    assertThat(new BigDecimal("0.000008").multiply(BigDecimal.valueOf(most)))
        .isEqualByComparingTo(dollars);
  }

  private static BigDecimal dollars(String perToken, long tokens) {
    return new BigDecimal(perToken)
        .multiply(BigDecimal.valueOf(tokens))
        .setScale(3, RoundingMode.HALF_UP);
  }
}

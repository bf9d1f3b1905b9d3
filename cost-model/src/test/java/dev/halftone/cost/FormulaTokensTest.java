package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTokensTest {
  /** OpenAI's guide calculator and captured bills, June to October 2026. */
  @ParameterizedTest
  @CsvSource({
    "gpt-image-2, 1024x1024, low, 196",
    "gpt-image-2, 1024x1024, medium, 1756",
    "gpt-image-2, 1024x1024, high, 7024",
    "gpt-image-2, 1536x1024, low, 158",
    "gpt-image-2, 1536x1024, medium, 1372",
    "gpt-image-2, 1536x1024, high, 5488",
    "gpt-image-2, 1024x1536, low, 158",
    "gpt-image-2, 1024x1536, medium, 1372",
    "gpt-image-2, 1024x1536, high, 5488",
    "gpt-image-2, 1792x1024, low, 139",
    "gpt-image-2, 1792x1024, medium, 1243",
    "gpt-image-2, 1792x1024, high, 5063",
    "gpt-image-2, 1024x1792, high, 5063",
    "gpt-image-2.5-flare, 1024x1024, low, 196",
    "gpt-image-2.5-flare, 1024x1024, medium, 439",
    "gpt-image-2.5-flare, 1024x1024, high, 1756",
    "gpt-image-2.5-flare, 1024x1024, xhigh, 3122",
    "gpt-image-2.5-flare, 1024x1024, max, 7024",
    "gpt-image-2.5-sunburst, 1536x1024, medium, 343",
    "gpt-image-2.5-sunburst, 1536x1024, high, 1372",
    "gpt-image-2.5-sunburst, 1536x1024, xhigh, 2459",
    "gpt-image-2.5-sunburst, 1536x1024, max, 5488",
  })
  void expected_publishedPoint_isReproduced(
      String model, String size, String quality, long tokens) {
    TokenRule rule = Specs.card(model).outputTokens();
    ImageSize pixels = ImageSize.parse(size);
    assertThat(rule.least(pixels, Quality.parse(quality), 1)).isEqualTo(tokens);
    assertThat(rule.expected(pixels, Quality.parse(quality), 1)).isEqualTo(tokens);
  }

  /** OpenAI's guide table (2026-10-02) and fal's price page, US dollars for output alone. */
  @ParameterizedTest
  @CsvSource({
    "1024x1024, low, 0.006",
    "1024x1024, medium, 0.053",
    "1024x1024, high, 0.211",
    "1024x1536, low, 0.005",
    "1024x1536, medium, 0.041",
    "1024x1536, high, 0.165",
    "1536x1024, low, 0.005",
    "1536x1024, medium, 0.041",
    "1536x1024, high, 0.165",
    "2560x1440, low, 0.007",
    "2560x1440, medium, 0.056",
    "2560x1440, high, 0.222",
    "3840x2160, low, 0.012",
    "3840x2160, medium, 0.101",
    "3840x2160, high, 0.401",
  })
  void expected_atThirtyDollarsAMillion_roundsToThePublishedPrice(
      String size, String quality, BigDecimal dollars) {
    long tokens =
        Specs.card("gpt-image-2")
            .outputTokens()
            .expected(ImageSize.parse(size), Quality.parse(quality), 1);
    BigDecimal price = new BigDecimal("0.00003").multiply(BigDecimal.valueOf(tokens));
    // fal's table agrees within a thousandth of a dollar.
    assertThat(price.setScale(3, RoundingMode.HALF_UP).subtract(dollars).abs())
        .isLessThanOrEqualTo(new BigDecimal("0.001"));
  }

  @Test
  void expected_severalImages_areRoundedUpOnce() {
    TokenRule rule = Specs.card("gpt-image-2").outputTokens();
    ImageSize size = ImageSize.parse("1024x1024");
    // 16 * 16 * 3,048,576 / 4,000,000 is 195.108864.
    assertThat(rule.expected(size, Quality.LOW, 1)).isEqualTo(196);
    assertThat(rule.expected(size, Quality.LOW, 2)).isEqualTo(391);
    assertThat(rule.expected(size, Quality.LOW, 10)).isEqualTo(1952);
  }

  @Test
  void tokens_morePixels_mayCostLess() {
    TokenRule rule = Specs.card("gpt-image-2").outputTokens();
    long square = rule.most(ImageSize.parse("1024x1024"), Quality.HIGH, 1);
    long wide = rule.most(ImageSize.parse("1536x1024"), Quality.HIGH, 1);
    assertThat(wide).isLessThan(square);
  }

  @Test
  void most_exactHalf_takesTheLargerWhileExpectedTakesTheEven() {
    TokenRule rule = Specs.card("gpt-image-2").outputTokens();
    // F*S/L is 16 * 1040 / 2560 = 6.5: even is 6, up is 7.
    ImageSize tie = ImageSize.parse("2560x1040");
    assertThat(rule.expected(tie, Quality.LOW, 1)).isEqualTo(112);
    assertThat(rule.most(tie, Quality.LOW, 1)).isEqualTo(131);
    // 16 * 1200 / 2560 = 7.5: even and up are both 8.
    ImageSize odd = ImageSize.parse("2560x1200");
    assertThat(rule.expected(odd, Quality.LOW, 1)).isEqualTo(rule.most(odd, Quality.LOW, 1));
  }

  /** 114 of 43,914 pairs of landscape size and quality, counted by five reimplementations. */
  @Test
  void roundingOfHalves_overAllLegalSizes_differsForAsManyPairsAsCounted() {
    ModelCard card = Specs.card("gpt-image-2");
    int[] pairs = new int[2];
    card.sizes()
        .forEach(
            size -> {
              for (Quality quality : card.qualities()) {
                pairs[0]++;
                if (card.outputTokens().expected(size, quality, 1)
                    != card.outputTokens().most(size, quality, 1)) {
                  pairs[1]++;
                }
              }
            });
    assertThat(pairs).containsExactly(43_914, 114);
  }
}

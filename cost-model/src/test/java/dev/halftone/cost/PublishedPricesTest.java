package dev.halftone.cost;

import static dev.halftone.cost.Specs.ESTIMATOR;
import static dev.halftone.cost.Specs.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every published or recorded price that was collected for this project, row by row with its
 * source: each is reproduced by the catalogue, or stands in the table of those that are not.
 */
class PublishedPricesTest {
  /** What is deliberately not reproduced; the key is the beginning of a row. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "openai dall-e-2", "retired on 2026-05-12, before the first version",
          "openai dall-e-3", "retired on 2026-05-12, before the first version",
          "fal gpt-image-1 ", "retired on 2026-10-23; its figures are those of the OpenAI table",
          "wavespeed openai/gpt-image-2", "figures contradict each other; no grid is published",
          "openrouter openai/gpt-image-2", "no such provider; its figure equals OpenAI's",
          "fal openai/gpt-image-2/edit image high 1920x1080 0.158 image incl.",
              "equals the price without an input image, which every other row adds");

  private static final Map<String, String> LISTS =
      Map.of(
          "azure-openai", "azure-foundry",
          "azure-openai-datazone", "azure-foundry-datazone");

  private static final String REPLICATE =
      """
      { "format": 1, "prices": [ { "price_list": "replicate", "model": "gpt-image-2",
        "names": { "generation": "openai/gpt-image-2" },
        "from": "2026-10-09", "checked_on": "2026-10-09", "source": "its model page",
        "confidence": "medium",
        "usd_per_image": { "low": { "any": "0.012" }, "medium": { "any": "0.047" },
          "high": { "any": "0.128" }, "auto": { "any": "0.128" } } } ] }
      """;

  private static @Nullable String leftOut(String row) {
    for (Map.Entry<String, String> one : LEFT_OUT.entrySet()) {
      if (row.startsWith(one.getKey())) {
        return one.getValue();
      }
    }
    return null;
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4} {5}: {6}")
  @CsvFileSource(resources = "published-prices.csv", numLinesToSkip = 1)
  void row_collectedFirst_isReproduced(ArgumentsAccessor cells) {
    String provider = named(cells.getString(0));
    String model = named(cells.getString(1));
    String unit = named(cells.getString(2));
    boolean batch = named(cells.getString(5)).equals("yes");
    BigDecimal usd = new BigDecimal(named(cells.getString(6)));
    String source = named(cells.getString(9));
    String list = LISTS.getOrDefault(provider, provider);
    String row =
        "%s, per %s as of %s, source: %s"
            .formatted(unit, cells.getString(7), cells.getString(8), source);
    if (leftOut(provider + " " + model + " ") != null) {
      assertThat(PriceCatalog.shipped().price(list, model, TODAY)).isNull();
      return;
    }
    if (!unit.equals("per_image")) {
      assertThat(rate(list, model, unit, batch)).describedAs(row).isEqualByComparingTo(usd);
      return;
    }
    BigDecimal ours = outputOnly(list, model, named(cells.getString(3)), named(cells.getString(4)));
    if (source.startsWith("computed")) {
      assertThat(ours).describedAs(row).isEqualByComparingTo(usd);
    } else {
      // Tables show two or three decimals, some rounded up, some to the nearest.
      BigDecimal unitShown =
          usd.stripTrailingZeros().scale() <= 2 ? new BigDecimal("0.005") : new BigDecimal("0.001");
      assertThat(usd.subtract(ours).abs()).describedAs(row).isLessThan(unitShown);
    }
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}: {5} per {6}")
  @CsvFileSource(resources = "published-prices-others.csv", numLinesToSkip = 1)
  void row_collectedOfOthers_isReproduced(ArgumentsAccessor cells) {
    String provider = named(cells.getString(0));
    String model = named(cells.getString(1));
    String unit = named(cells.getString(2));
    String quality = String.valueOf(cells.getString(3));
    String size = String.valueOf(cells.getString(4));
    BigDecimal usd = new BigDecimal(named(cells.getString(5)));
    String per = named(cells.getString(6));
    String key = "%s %s %s %s %s %s %s".formatted(provider, model, unit, quality, size, usd, per);
    String row = "%s as of %s, source: %s".formatted(key, cells.getString(7), cells.getString(8));
    if (leftOut(key) != null) {
      assertLeftOut(provider, quality, size, usd, row);
      return;
    }
    if (provider.equals("replicate")) {
      CostEstimator replicate = CostEstimator.of(Overlays.over(REPLICATE));
      Quote quote =
          replicate.quote("replicate", "gpt-image-2", Specs.spec("1024x1024", quality), TODAY);
      assertThat(dollars(quote.most())).describedAs(row).isEqualByComparingTo(usd);
      assertThat(quote.basis()).isEqualTo(Basis.EXACT);
    } else if (unit.equals("image")) {
      falImage(model, quality, size, usd, per, row);
    } else if (unit.equals("billing_unit")) {
      assertThat(ESTIMATOR.chargeUnits("fal", "gpt-image-2", BillableUnits.parse("1"), TODAY))
          .describedAs(row)
          .isEqualTo(Usd.parse(usd.toPlainString()));
    } else {
      assertThat(rate(provider, "gpt-image-2", kind(unit), false))
          .describedAs(row)
          .isEqualByComparingTo(usd);
    }
  }

  private static void assertLeftOut(
      String provider, String quality, String size, BigDecimal usd, String row) {
    PriceCatalog catalog = PriceCatalog.shipped();
    switch (provider) {
      case "wavespeed" ->
          assertThat(
                  Objects.requireNonNull(catalog.price(provider, "gpt-image-2", TODAY)).unknown())
              .describedAs(row)
              .isNotNull();
      case "fal" -> falImage("openai/gpt-image-2", quality, size, usd, "image", row);
      default -> assertThat(catalog.priceLists()).describedAs(row).doesNotContain(provider);
    }
  }

  private static void falImage(
      String model, String quality, String size, BigDecimal usd, String per, String row) {
    assertThat(PriceCatalog.shipped().price("fal", "gpt-image-2", TODAY))
        .extracting(Price::names)
        .matches(names -> Objects.requireNonNull(names).contains(model));
    // 1920x1080 is not legal; the provider makes the nearest.
    ImageSize legal = Specs.card("gpt-image-2").sizes().nearest(ImageSize.parse(size));
    if (per.contains("cent-rounded")) {
      ImageSpec spec = Specs.spec(legal.toString(), quality);
      BigDecimal ours = dollars(ESTIMATOR.quote("fal", "gpt-image-2", spec, TODAY).expected());
      assertThat(ours).describedAs(row).isEqualByComparingTo(usd);
      return;
    }
    BigDecimal ours = outputOnly("fal", "gpt-image-2", quality, legal.toString());
    if (per.contains("incl. one input image")) {
      long tokens = Specs.card("gpt-image-2").inputImageTokens().tokens(legal);
      ours = ours.add(dollars(Usd.ofNanos(tokens * 8000)));
    }
    // Shown rounded up to a tenth of a cent, from the size asked for rather than the one made.
    assertThat(usd.subtract(ours).abs()).describedAs(row).isLessThan(new BigDecimal("0.0015"));
  }

  @Test
  void leftOut_everyEntry_hasAReasonAndNothingElseIsMissing() {
    assertThat(LEFT_OUT).hasSize(6).allSatisfy((row, why) -> assertThat(why).isNotBlank());
    Set<String> lists = new TreeSet<>(PriceCatalog.shipped().priceLists());
    assertThat(lists).containsAll(LISTS.values()).contains("fal", "vercel-ai-gateway", "openai");
  }

  private static String kind(String unit) {
    return switch (unit) {
      case "text_input_token", "input_token" -> "text_input";
      case "text_input_token_cached" -> "cached_text_input";
      case "text_output_token" -> "text_output";
      case "image_input_token" -> "image_input";
      case "image_input_token_cached" -> "cached_image_input";
      case "image_output_token", "output_token" -> "image_output";
      default -> throw new AssertionError(unit);
    };
  }

  private static BigDecimal rate(String list, String model, String kind, boolean batch) {
    Price price = Objects.requireNonNull(PriceCatalog.shipped().price(list, model, TODAY));
    Rates rates = batch ? Objects.requireNonNull(price.batch()).rates() : price.rates();
    Usd rate =
        switch (kind) {
          case "text_input" -> rates.textInput();
          case "image_input" -> rates.imageInput();
          case "image_output" -> rates.imageOutput();
          case "text_output" -> rates.textOutput();
          case "cached_text_input" -> rates.cachedTextInput();
          case "cached_image_input" -> rates.cachedImageInput();
          default -> throw new AssertionError(kind);
        };
    return dollars(Objects.requireNonNull(rate)).movePointRight(6);
  }

  /** The held price of the image tokens alone. */
  private static BigDecimal outputOnly(String list, String model, String quality, String size) {
    Price price = Objects.requireNonNull(PriceCatalog.shipped().price(list, model, TODAY));
    long tokens =
        Specs.card(model).outputTokens().most(ImageSize.parse(size), Quality.parse(quality), 1);
    return dollars(Objects.requireNonNull(price.rates().imageOutput()).times(tokens));
  }

  private static BigDecimal dollars(Usd usd) {
    return BigDecimal.valueOf(usd.nanos(), 9).setScale(9, RoundingMode.UNNECESSARY);
  }

  private static String named(@Nullable String cell) {
    return Objects.requireNonNull(cell);
  }
}

package dev.halftone.cost;

import static dev.halftone.cost.Specs.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogDiffTest {
  static final String OPENAI =
      """
      {"object": "list", "data": [
        {"id": "gpt-5.4-mini", "object": "model", "owned_by": "openai"},
        {"id": "gpt-image-2", "object": "model", "shutdown_date": "2027-02-01"},
        {"id": "gpt-image-2.5-flare", "object": "model", "shutdown_date": null},
        {"id": "gpt-image-2.5-sunburst", "object": "model"},
        {"id": "gpt-image-2.6-flare", "object": "model"},
        {"id": "gpt-image-1.5", "object": "model", "shutdown_date": "2026-12-01"},
        {"id": "gpt-image-1-mini", "object": "model"},
        {"id": "chatgpt-image-latest", "object": "model", "shutdown_date": "2026-12-01"},
        {"id": "gpt-image-3", "object": "model", "new_key": {"a": [1.5]}}]}
      """;

  static final String VERCEL =
      """
      {"object": "list", "data": [
        {"id": "openai/gpt-image-2", "type": "image", "pricing":
          {"input": "0.000005", "output": "0.000033", "input_cache_read": "0.00000125", "image": "1"}},
        {"id": "openai/gpt-image-1.5", "type": "image", "pricing":
          {"input": "0.000005", "output": "0.000032", "input_cache_read": "0.00000125"}},
        {"id": "openai/gpt-image-2.5-flare", "pricing": {"input": "0.000005", "output": null}},
        {"id": "anthropic/some-model", "pricing": {"input": []}}]}
      """;

  private static List<String> rows(String list, PriceFeed feed) {
    return CatalogDiff.of(PriceCatalog.shipped(), list, feed, TODAY).stream()
        .map(row -> "%s %s: %s / %s".formatted(row.model(), row.field(), row.ours(), row.theirs()))
        .toList();
  }

  @Test
  void openAi_models_differInShutdownsAndMembers() {
    assertThat(rows("openai", PriceFeeds.openAiModels(OPENAI)))
        .containsExactly(
            "gpt-image-2 shutdown: null / 2027-02-01",
            "gpt-image-3 listed: null / true",
            "gpt-image-2.6-sunburst listed: true / null",
            "gpt-image-1-mini shutdown: 2026-12-01 / null");
  }

  @Test
  void vercel_rates_differAndAreNeverTakenForThoseOfReferenceImages() {
    PriceFeed feed = PriceFeeds.vercelModels(VERCEL);
    assertThat(feed.facts()).noneMatch(fact -> fact.field().equals("image_input"));
    assertThat(rows("vercel-ai-gateway", feed))
        .containsExactly(
            "gpt-image-2 image_output: 30 / 33",
            "gpt-image-2.5-flare listed: null / true",
            "gpt-image-2.5-flare text_input: null / 5",
            "gpt-image-1-mini listed: true / null");
    assertThat(CatalogDiff.of(PriceCatalog.shipped(), "vercel-ai-gateway", feed, TODAY).get(0))
        .hasToString(
            "vercel-ai-gateway gpt-image-2, image_output: ours 30, theirs 33"
                + " (Vercel AI Gateway GET /v1/models)");
  }

  @Test
  void fal_unitPrice_isCompared() {
    String json =
        """
        {"prices": [
          {"endpoint_id": "openai/gpt-image-2", "unit_price": 1.00, "unit": "u", "currency": "USD"},
          {"endpoint_id": "openai/gpt-image-2/edit", "unit_price": 1.1, "unit": "u", "currency": "USD"}],
         "has_more": false, "next_cursor": null}
        """;
    assertThat(rows("fal", PriceFeeds.falPricing(json)))
        .containsExactly("gpt-image-2 billable_unit_usd: 1 / 1.1");
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> PriceFeeds.falPricing(json.replace("USD", "EUR")))
        .withMessageContaining("fal GET /v1/models/pricing, line 2, prices[0].currency");
  }

  @Test
  void waveSpeed_answerForOneCell_isCompared() {
    ImageSize any = ImageSize.AUTO;
    String bare = "{\"model_id\": \"openai/gpt-image-2/text-to-image\", \"price\": 0.06}";
    String wrapped =
        """
        {"code": 200, "data": {"model_id": "openai/gpt-image-2/text-to-image", "price": 0.25,
          "discounted_price": 0.22, "currency": "USD"}}
        """;
    assertThat(rows("wavespeed", PriceFeeds.waveSpeedPrice(bare, Quality.MEDIUM, any)))
        .containsExactly("gpt-image-2 usd_per_image.medium.any: null / 0.06");
    PriceCatalog configured = Overlays.over(Overlays.WAVESPEED);
    assertThat(
            CatalogDiff.of(
                configured,
                "wavespeed",
                PriceFeeds.waveSpeedPrice(wrapped, Quality.HIGH, any),
                TODAY))
        .isEmpty();
    assertThat(
            CatalogDiff.of(
                configured, "wavespeed", PriceFeeds.waveSpeedPrice(bare, Quality.LOW, any), TODAY))
        .singleElement()
        .satisfies(row -> assertThat(row.ours()).isEqualTo("0.02"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[] | (document)",
        "{} | data",
        "{\"data\": {}} | data",
        "{\"data\": [{}]} | data[0].id",
        "{\"data\": [{\"id\": 7}]} | data[0].id",
        "{\"data\": [{\"id\": \"openai/gpt-image-2\"}]} | data[0].pricing",
        "{\"data\": [{\"id\": \"openai/gpt-image-2\", \"pricing\": {\"input\": \"-1\"}}]} | pricing.input",
        "{\"data\": [{\"id\": \"openai/gpt-image-2\", \"pricing\": {\"input\": 1e999}}]} | pricing.input",
        "{\"data\": [{\"id\": \"openai/gpt-image-2\", \"pricing\": {\"input\": \"free\"}}]} | pricing.input",
      })
  void feed_notWhatItShouldBe_isRefusedByName(String json, String field) {
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> PriceFeeds.vercelModels(json))
        .withMessageContaining(field)
        .withMessageContaining("Vercel");
  }
}

package dev.halftone.cost;

import static dev.halftone.cost.Specs.TODAY;
import static dev.halftone.cost.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogReaderTest {
  /** Line 1 is the opening brace; the model is on lines 4 to 15, the price on 18 to 22. */
  private static final String GOOD =
      """
      {
        "format": 1,
        "models": [
          { "id": "m-1", "aliases": ["m"], "released": "2026-01-01",
            "shutdown": "2027-01-01",
            "sizes": { "fixed": ["64x64", "64x32"] },
            "qualities": ["low", "high"],
            "max_images": 4, "max_prompt_chars": 100, "max_input_images": 1,
            "max_partial_images": 0, "partial_image_tokens": 0,
            "output_tokens": { "rule": "table", "tokens": {
              "low": { "64x64": 10, "64x32": 8 },
              "high": { "64x64": 30, "64x32": 20 } } },
            "input_image_tokens": { "rule": "tiles", "base": 1, "per_tile": 2 },
            "text_overhead": { "generation": 0, "edit": 0, "edit_per_image": 0 },
            "sources": [ { "about": "all", "source": "x", "checked_on": "2026-02-01",
              "confidence": "high" } ] } ],
        "prices": [
          { "price_list": "l", "model": "m-1",
            "from": "2026-01-01", "to": "2026-06-01",
            "checked_on": "2026-05-01", "source": "y", "confidence": "high",
            "usd_per_million": { "text_input": "1", "image_output": "2.125" } },
          { "price_list": "l", "model": "m-1",
            "from": "2026-06-01",
            "checked_on": "2026-06-01", "source": "y", "confidence": "high",
            "usd_per_million": { "text_input": "1", "image_output": "4" } } ]
      }
      """;

  @TempDir Path folder;

  @Test
  void read_goodCatalogue_quotesByTheDay() {
    CostEstimator estimator = CostEstimator.of(CatalogReader.read("good.json", GOOD));
    ImageSpec spec = spec("64x32", "high");
    LocalDate may = LocalDate.of(2026, 5, 31);
    assertThat(estimator.quote("l", "m", spec, may).expected().nanos()).isEqualTo(20 * 2125);
    assertThat(estimator.quote("l", "m", spec, may.plusDays(1)).expected().nanos())
        .isEqualTo(20 * 4000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": 1 | \"format\": 2 | 2 | format | from 1 to 1",
        "\"format\": 1 | \"formt\": 1 | 2 | formt | nearest is format",
        "\"max_images\": 4 | \"max_images\": \"4\" | 8 | models[0].max_images | whole number",
        "\"max_images\": 4 | \"max_images\": 4.0 | 8 | models[0].max_images | whole number",
        "\"max_images\": 4 | \"max_images\": -4 | 8 | models[0].max_images | 1 to 100",
        "\"max_images\": 4 | \"max_images\": 99999999999999999999 | 8 | models[0].max_images | 1",
        "\"max_images\": 4, | '' | 4 | models[0].max_images | is missing",
        "\"max_images\": 4 | \"max_images\": 4, \"max_images\": 4 | 8 | models[0].max_images | twice",
        "\"max_images\": 4 | \"max_imges\": 4 | 8 | models[0].max_imges | nearest is max_images",
        "2027-01-01 | 2026-01-01 | 5 | models[0].shutdown | not after released",
        "2027-01-01 | 2027-13-01 | 5 | models[0].shutdown | is not a date",
        "\"64x64\", \"64x32\" | \"64x64\", \"64x64\" | 6 | models[0].sizes.fixed | none twice",
        "\"64x64\", | \"64\", | 6 | models[0].sizes.fixed[0] | WIDTHxHEIGHT",
        "\"low\", \"high\" | \"low\", \"hd\" | 7 | models[0].qualities[1] | 'hd' is not",
        "\"low\", \"high\" | \"low\", \"low\" | 7 | models[0].qualities[1] | twice",
        "\"low\", \"high\" | \"high\" | 11 | models[0].output_tokens.tokens.low | not among",
        "\"64x64\": 10, | '' | 11 | models[0].output_tokens.tokens.low | lacks the size 64x64",
        "\"64x64\": 10 | \"64x64\": 0 | 11 | models[0].output_tokens.tokens.low.64x64 | 1 to",
        "\"64x64\": 10 | \"65x64\": 10 | 11 | models[0].output_tokens.tokens.low.65x64 | not one",
        "\"table\" | \"tabel\" | 10 | models[0].output_tokens.rule | 'tabel' is not",
        "\"tiles\" | \"cells\" | 13 | models[0].input_image_tokens.rule | 'cells' is not",
        "[\"m\"] | [\"m-1\"] | 4 | models[0] | names both",
        "\"released\" | \"successor\": \"z\", \"released\" | 4 | models[0].successor | 'z' is not",
        "\"text_input\": \"1\", \"image_output\": \"2 | \"text_input\": \"-1\", \"image_output\": \"2"
            + " | 21 | prices[0].usd_per_million.text_input | above zero",
        "2.125 | 0 | 21 | prices[0].usd_per_million.image_output | above zero",
        "2.125 | 2.1255 | 21 | prices[0].usd_per_million.image_output | three decimals",
        "2.125 | free | 21 | prices[0].usd_per_million.image_output | 'free' is not",
        "2.125 | 1000000.001 | 21 | prices[0].usd_per_million.image_output | million dollars",
        "\"2.125\" | 2.125 | 21 | prices[0].usd_per_million.image_output | text in quotes",
        "2026-06-01\", | 2026-05-31\", | 23 | prices[1].from | overlaps",
        "2026-06-01\", | 2026-01-01\", | 19 | prices[0].to | not after from",
        "\"l\", \"model\": \"m-1\" | \"l\", \"model\": \"m\" | 18 | prices[0].model | nearest is m-1",
        "\"confidence\": \"high\", | \"confidence\": \"sure\", | 20 | prices[0].confidence | 'sure'",
      })
  void read_mistake_isNamedByLineAndField(
      String good, String bad, int line, String field, String message) {
    // Only the second entry's own day is changed for an overlap, only the first's end otherwise.
    String json =
        field.equals("prices[1].from")
            ? GOOD.replace("\"from\": \"" + good, "\"from\": \"" + bad)
            : GOOD.replaceFirst(
                java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad));
    assertThat(json).isNotEqualTo(GOOD);
    CatalogException refusal =
        catchThrowableOfType(CatalogException.class, () -> CatalogReader.read("prices.json", json));
    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal).hasMessageStartingWith("prices.json, line " + line + ", " + field + ": ");
    assertThat(refusal.file()).isEqualTo("prices.json");
    assertThat(refusal.line()).isEqualTo(line);
    assertThat(refusal.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({"'', 1", "'{', 1", "'[]', 1", "'{}{}', 1", "'{\n\"format\": 1,\n}', 3", "null, 1"})
  void read_notACatalogue_isRefusedWithItsLine(String json, int line) {
    CatalogException refusal =
        catchThrowableOfType(CatalogException.class, () -> CatalogReader.read("x", json));
    assertThat(refusal).isNotNull();
    assertThat(refusal.line()).isEqualTo(line);
  }

  @Test
  void read_deepNesting_isRefused() {
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class, () -> CatalogReader.read("x", "[".repeat(100_000)));
    assertThat(refusal).hasMessageContaining("is not JSON");
  }

  @Test
  void read_sameModelTwice_isRefused() {
    String model = GOOD.substring(GOOD.indexOf("{ \"id\""), GOOD.indexOf(" ],\n  \"prices\""));
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class,
            () ->
                CatalogReader.read(
                    "x", "{\"format\": 1, \"models\": [\n%s,\n%s]}".formatted(model, model)));
    assertThat(refusal).hasMessageContaining("'m-1' is given twice");
    assertThat(refusal.line()).isEqualTo(15);
  }

  @Test
  void read_missingFile_isNamed() {
    CatalogException refusal =
        catchThrowableOfType(
            CatalogException.class, () -> CatalogReader.read(folder.resolve("none.json")));
    assertThat(refusal).hasMessageContaining("none.json");
  }

  @Test
  void overlay_pricesOfOnePair_replaceThatPairOnly() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.writeString(
        file,
        """
        { "format": 1, "prices": [
          { "price_list": "azure-foundry", "model": "gpt-image-2.5-flare", "from": "2026-10-01",
            "checked_on": "2026-11-19", "source": "our contract", "confidence": "high",
            "usd_per_million": { "text_input": "4", "image_input": "6", "image_output": "20" } },
          { "price_list": "openai", "model": "gpt-image-2", "from": "2026-10-01",
            "checked_on": "2026-11-19", "source": "our contract", "confidence": "high",
            "usd_per_million": { "text_input": "4", "image_input": "6", "image_output": "20" } } ] }
        """);
    PriceCatalog merged = CatalogReader.overlay(PriceCatalog.shipped(), file);
    CostEstimator estimator = CostEstimator.of(merged);
    ImageSpec spec = spec("1024x1024", "high");
    assertThat(estimator.quote("openai", "gpt-image-2", spec, TODAY).expected())
        .isEqualTo(Usd.ofNanos(7024 * 20_000 + 6 * 4_000));
    assertThat(estimator.quote("azure-foundry", "gpt-image-2.5-flare", spec, TODAY).basis())
        .isEqualTo(Basis.EXACT);
    assertThat(merged.price("openai", "gpt-image-2", LocalDate.of(2026, 9, 30))).isNull();
    assertThat(estimator.quote("openai", "gpt-image-2.5-flare", spec, TODAY))
        .isEqualTo(Specs.openAi("gpt-image-2.5-flare", spec));
    assertThat(merged.prices()).hasSize(PriceCatalog.shipped().prices().size() + 1);
  }

  @Test
  void overlay_modelCard_replacesTheOneOfTheSameId() {
    PriceCatalog base = CatalogReader.read("good.json", GOOD);
    String card = GOOD.substring(GOOD.indexOf("{ \"id\""), GOOD.indexOf(" ],\n  \"prices\""));
    PriceCatalog merged =
        CatalogReader.overlay(
            base,
            "more.json",
            "{\"format\": 1, \"models\": [%s]}"
                .formatted(card.replace("\"max_images\": 4", "\"max_images\": 9")));
    assertThat(merged.models()).singleElement().extracting(ModelCard::maxImages).isEqualTo(9);
    assertThat(merged.prices()).isEqualTo(base.prices());
  }
}

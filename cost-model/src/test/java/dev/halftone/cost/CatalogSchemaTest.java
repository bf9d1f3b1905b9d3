package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped JSON Schema and the reader accept and refuse the same. */
class CatalogSchemaTest {
  static final String SHIPPED = resource("catalog.json");

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(resource("catalog.schema.json"), InputFormat.JSON);

  private static String resource(String name) {
    try (InputStream stream = PriceCatalog.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<String> valid() {
    return Stream.of(
        SHIPPED, CatalogReaderTest.GOOD, Overlays.WAVESPEED, Overlays.PARAMETER, "{\"format\": 1}");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void valid_everyCatalogueOfTheTests_satisfiesBoth(String json) {
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
    assertThat(Overlays.over(json).models()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"format\": 1 | \"format\": 2",
        "\"format\": 1 | \"formt\": 1",
        "\"max_images\": 10 | \"max_images\": 0",
        "\"max_images\": 10 | \"max_images\": \"10\"",
        "\"max_images\": 10 | \"maximum\": 10",
        "\"max_images\": 10, | ''",
        "\"multiple\": 16 | \"multiple\": 1.5",
        "\"complexity\": true | \"complexity\": \"yes\"",
        "\"rule\": \"bound\" | \"rule\": \"formula\"",
        "\"rule\": \"patches\" | \"rule\": \"patches\", \"base\": 1",
        "\"low\": 34 | \"low\": 257",
        "\"low\": 34 | \"hd\": 34",
        "\"2026-11-05\" | \"5 November\"",
        "\"confidence\": \"medium\" | \"confidence\": \"sure\"",
        "[\"low\", \"medium\", \"high\"] | [\"low\", \"medium\", \"low\"]",
        "\"fixed\": [\"1024x1024\", | \"fixed\": [\"square\",",
        "\"text_input\": \"5.00\" | \"text_input\": 5.00",
        "\"text_input\": \"5.00\" | \"text_input\": \"-5.00\"",
        "\"text_input\": \"5.00\" | \"text_input\": \"0.00\"",
        "\"text_input\": \"5.00\" | \"text_input\": \"5.0001\"",
        "\"text_input\": \"5.00\" | \"text_inptu\": \"5.00\"",
        "\"assumed\": [\"text_output\"] | \"assumed\": [\"text\"]",
        "\"via\": \"complexity\" | \"via\": \"prompt\"",
        "\"via\": \"responses\", | \"via\": \"responses\", \"name\": \"x\",",
        "\"least\": 20, | ''",
        "\"per\": \"unknown\" | \"per\": \"call\"",
        "\"up_to_usd\": \"0.01\" | \"up_to_usd\": \"0\"",
        "\"unknown\": \"WaveSpeedAI | \"unknown\": \"  \", \"source\": \"WaveSpeedAI",
        "\"unknown\": \"WaveSpeedAI | \"usd_per_image\": {}, \"unknown\": \"WaveSpeedAI",
        "\"unknown\": \"WaveSpeedAI | \"nothing\": \"WaveSpeedAI",
        "\"billable_unit_usd\": \"1.00\" | \"billable_unit_usd\": 1",
        "\"generation\": \"openai/gpt-image-2\", | ''",
      })
  void mistake_anyKind_failsBoth(String good, String bad) {
    int at = SHIPPED.indexOf(good);
    assertThat(at).describedAs(good).isPositive();
    String json = SHIPPED.substring(0, at) + bad + SHIPPED.substring(at + good.length());
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> CatalogReader.read("shipped.json", json))
        .satisfies(refusal -> assertThat(refusal.line()).isPositive());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"any\": \"0.02\" | \"any\": \"0\"",
        "\"any\": \"0.02\" | \"any\": 0.02",
        "\"any\": \"0.02\" | \"all\": \"0.02\"",
        "\"low\": { | \"standard\": {",
        "\"usd_per_input_image\": \"0.012\" | \"usd_per_input_image\": \"-0.012\"",
        "\"usd_per_image\": { | \"batch\": {}, \"usd_per_image\": {",
      })
  void mistakeInAGrid_anyKind_failsBoth(String good, String bad) {
    String json = Overlays.WAVESPEED.replace(good, bad);
    assertThat(json).isNotEqualTo(Overlays.WAVESPEED);
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
    assertThatExceptionOfType(CatalogException.class).isThrownBy(() -> Overlays.over(json));
  }

  /** What a schema cannot say. */
  @Test
  void mistake_betweenEntries_failsTheReaderAlone() {
    String json = Overlays.PARAMETER.replace("\"gpt-image-2\"", "\"gpt-image-9\"");
    assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
    assertThatExceptionOfType(CatalogException.class)
        .isThrownBy(() -> Overlays.over(json))
        .withMessageContaining("nearest is gpt-image-");
    String falling = Overlays.PARAMETER.replace("\"expected\": 10", "\"expected\": 31");
    assertThatExceptionOfType(CatalogException.class).isThrownBy(() -> Overlays.over(falling));
  }
}

package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.Quota;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReaderTest {
  private static final String SECRET = "sk-very-secret-0123456789";
  private static final String OWN =
      "type: openai-compatible, base-url: \"https://h/v1\", models: { gpt-image-2: theirs },"
          + " price-list: openai";

  private static Vertx vertx;
  @TempDir Path folder;

  @BeforeAll
  static void start() {
    vertx = Waiting.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    Waiting.await(vertx.close());
  }

  private ProviderSettings settings(String keys) {
    Console console =
        Run.console(
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            Map.of("SECRET", SECRET),
            folder);
    String yaml = "providers: { a: { api-key: k, " + keys + " } }";
    return ConfigReader.read("halftone.yaml", yaml, folder, console).providers().get(0);
  }

  private ImageProvider provider(String keys) {
    return settings(keys).provider(vertx, PriceCatalog.shipped());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: openai, base-url: \"https://h/v1\", json-edits: true, batch: true",
        "type: openai-responses, base-url: \"https://h/v1\", text-model: gpt-5.4-mini",
        "type: azure-foundry, endpoint: \"https://h\", deployments: { gpt-image-2: d }, api: v1,"
            + " api-version: preview",
        "type: vercel-ai-gateway, base-url: \"https://h\", api: openai-compatible,"
            + " only-providers: [openai, azure]",
        "type: fal, base-url: \"https://h\", run-url: \"https://r\", direct: true,"
            + " start-timeout: 30s, fallback: true",
        "type: wavespeed, base-url: \"https://h\", sync-mode: true, base64-output: true",
        "type: openrouter, base-url: \"https://h\", price-list: openai",
        OWN
            + ", generations-path: /g, edits-path: /e/x, auth-header: api-key, auth-scheme: none,"
            + " headers: { x-title: \"${SECRET}\" }, formats: [png, jpeg], response-format: true,"
            + " edits: multipart, streaming: true, images-per-call: 4,"
            + " thinking: { parameter: effort, values: { low: l, medium: m, high: h } }"
      })
  void type_withEveryKeyOfItsOwn_isMadeUnderItsName(String keys) {
    ImageProvider provider = provider(keys);

    assertThat(provider.name()).isEqualTo("a");
    assertThat(provider.capabilities().models()).contains("gpt-image-2");
  }

  @Test
  void commonKeys_reachTheProvider() {
    ProviderSettings settings =
        settings(
            "type: fal, max-in-flight: 7, requests-per-minute: 60, images-per-minute: 50,"
                + " input-images-per-minute: 40, tokens-per-minute: 100000, timeout: 90s,"
                + " download-hosts: [cdn.example.com, \"*.example.com\"], max-response-bytes: 1GiB,"
                + " max-image-bytes: 32MiB, max-event-bytes: 2048, log-prompts: true,"
                + " regions: [us, eu], data-rules: [no-training]");
    Capabilities capabilities = settings.provider(vertx, PriceCatalog.shipped()).capabilities();

    assertThat(capabilities.maxInFlight()).isEqualTo(7);
    assertThat(capabilities.quota()).isEqualTo(new Quota(60L, 50L, 40L, 100_000L));
    assertThat(capabilities.regions()).containsExactly("eu", "us");
    assertThat(capabilities.dataRules()).containsExactly(DataRule.NO_TRAINING);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void compatibleHost_declaresWhatItsKeysSay() {
    Capabilities bare = provider(OWN).capabilities();
    Capabilities rich =
        provider(
                OWN
                    + ", formats: [jpeg], edits: json, streaming: true, images-per-call: 1,"
                    + " thinking: { parameter: effort, values: { low: l, medium: m, high: h } }")
            .capabilities();

    assertThat(bare.inputImages()).isZero();
    assertThat(bare.honoured()).doesNotContain(Parameter.PARTIAL_IMAGES, Parameter.THINKING);
    assertThat(rich.inputImages()).isEqualTo(16);
    assertThat(rich.imagesPerCall()).isEqualTo(1);
    assertThat(rich.formats()).containsOnly(OutputFormat.JPEG);
    assertThat(rich.honoured()).contains(Parameter.PARTIAL_IMAGES, Parameter.THINKING);
  }

  @Test
  void vercelSurface_decidesWhetherAMaskIsTaken() {
    assertThat(provider("type: vercel-ai-gateway").capabilities().mask()).isTrue();
    assertThat(provider("type: vercel-ai-gateway, api: openai-compatible").capabilities().mask())
        .isFalse();
  }

  @Test
  void priceList_thatTheCatalogueLacks_isRefused() {
    CommandException refusal =
        catchThrowableOfType(
            CommandException.class, () -> provider("type: openrouter, price-list: other"));

    assertThat(refusal)
        .hasMessageContaining("providers.a: the catalogue has no price list 'other'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: openai, base-url: h | a.base-url: base URL must be like https://host",
        "type: openai, json-edits: yes | a.json-edits: 'yes' is not true or false",
        "type: openai, text-model: x | a.text-model: 'text-model' is not a known key",
        "type: openai-responses, text-model: '*' | a.text-model: text model '*' does not match",
        "type: azure-foundry, endpoint: 'https://h' | providers.a: 'deployments' is missing",
        "type: azure-foundry, endpoint: 'https://h', deployments: {} | names no deployment",
        "type: azure-foundry, endpoint: 'https://h', deployments: {m: 'a b'} | deployment 'a b'",
        "type: azure-foundry, endpoint: 'https://h', deployments: {m: d}, api: v2 | api 'v2' is",
        "type: azure-foundry, endpoint: 'https://h', deployments: {m: d}, api-version: x | api-version",
        "type: azure-foundry, endpoint: 'https://h/openai', deployments: {m: d} | must end before",
        "type: vercel-ai-gateway, api: v4 | api 'v4' is not one of native, openai-compatible",
        "type: vercel-ai-gateway, only-providers: openai | a.only-providers: must be a list",
        "type: vercel-ai-gateway, only-providers: ['A B'] | provider 'A B' does not match",
        "type: fal, run-url: h | a.run-url: run URL must be like",
        "type: fal, direct: 1 | a.direct: '1' is not true or false",
        "type: fal, fallback: no | a.fallback: 'no' is not true or false",
        "type: fal, start-timeout: 1s | a.start-timeout: start timeout PT1S is not 2 seconds",
        "type: wavespeed, sync-mode: x | a.sync-mode: 'x' is not true or false",
        "type: wavespeed, base64-output: x | a.base64-output: 'x' is not true or false",
        "type: openrouter, price-list: A | a.price-list: price list 'A' does not match",
        "type: openai, name: b | 'name' is not a known key"
      })
  void ownKey_withAMistake_isRefusedWithItsPlace(String keys, String message) {
    assertRefused(keys, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models: {} | a.models: names no model; write it like",
        "models: { m: '?' } | a.models: model of the host '?' does not match",
        "price-list: O | a.price-list: price list 'O' does not match",
        "generations-path: g | a.generations-path: generations path 'g' does not match",
        "edits-path: /e x | a.edits-path: edits path '/e x' does not match",
        "auth-header: host | a.auth-header: header 'host' is set already",
        "auth-scheme: 'a b' | a.auth-scheme: auth scheme 'a b' does not match",
        "headers: { 'x y': v } | a.headers.x y: header 'x y' does not match",
        "headers: { x: '' } | a.headers.x: key is empty",
        "formats: [] | a.formats: formats is empty",
        "formats: [gif] | a.formats[0]: output format 'gif'",
        "response-format: b64 | a.response-format: 'b64' is not true or false",
        "edits: form | a.edits: edits 'form' is not one of none, json, multipart",
        "streaming: 2 | a.streaming: '2' is not true or false",
        "images-per-call: 11 | a.images-per-call: must be a whole number from 1 to 10",
        "thinking: { parameter: size, values: { low: l, medium: m, high: h } } | set by the request",
        "thinking: { parameter: e, values: { low: l } } | a.thinking: thinking has no value for",
        "thinking: { parameter: e, values: { max: l } } | 'max' is not a known key",
        "thinking: { parameter: e } | a.thinking: 'values' is missing"
      })
  void compatibleKey_withAMistake_isRefusedWithItsPlace(String keys, String message) {
    String base = "type: openai-compatible, base-url: 'https://h', ";
    String models = keys.startsWith("models") ? "" : "models: { m: n }, ";
    String list = keys.startsWith("price-list") ? "" : "price-list: openai, ";
    assertRefused(base + models + list + keys, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-in-flight: 0 | a.max-in-flight: must be a whole number from 1 to 65536",
        "requests-per-minute: 0 | a.requests-per-minute: must be a whole number from 1 to",
        "images-per-minute: x | a.images-per-minute: must be a whole number from 1 to",
        "input-images-per-minute: -1 | a.input-images-per-minute: must be a whole number",
        "tokens-per-minute: 0.5 | a.tokens-per-minute: must be a whole number",
        "timeout: 0s | a.timeout: timeout PT0S must be positive",
        "timeout: long | a.timeout: 'long' is not a length of time",
        "regions: eu | a.regions: must be a list",
        "regions: [EU] | a.regions: region 'EU' is not 1 to 32 lower-case letters",
        "data-rules: [no-logs] | a.data-rules[0]: data rule 'no-logs' is not one of no-training",
        "download-hosts: a.b | a.download-hosts: must be a list",
        "download-hosts: ['https://a'] | a.download-hosts: download host 'https://a' does not",
        "max-response-bytes: 10 | a.max-response-bytes: max response bytes 10 is not 1024 to",
        "max-image-bytes: 2GiB | a.max-image-bytes: max image bytes",
        "max-event-bytes: much | a.max-event-bytes: 'much' is not a size",
        "log-prompts: maybe | a.log-prompts: 'maybe' is not true or false"
      })
  void commonKey_withAMistake_isRefusedOnEveryType(String key, String message) {
    assertRefused("type: openai, " + key, message);
    assertRefused("type: fal, " + key, message);
    assertRefused(OWN + ", " + key, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: openai, download-hosts: [\"? ${SECRET}\"]",
        "type: openai-compatible, base-url: \"https://h\", models: { m: \"? ${SECRET}\" },"
            + " price-list: openai",
        "type: azure-foundry, endpoint: \"https://h\", deployments: { m: \"? ${SECRET}\" }",
        "type: vercel-ai-gateway, only-providers: [\"? ${SECRET}\"]",
        OWN + ", headers: { x: \"a ${SECRET}\" }",
        OWN + ", thinking: { parameter: e, values: { low: \"? ${SECRET}\", medium: m, high: h } }"
      })
  void valueOfTheEnvironment_thatIsRefused_isNeverShown(String keys) {
    CommandException refusal = catchThrowableOfType(CommandException.class, () -> settings(keys));

    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("very-secret");
  }

  private void assertRefused(String keys, String message) {
    CommandException refusal = catchThrowableOfType(CommandException.class, () -> settings(keys));

    assertThat(refusal).as(keys).hasMessageContaining(message);
    assertThat(refusal).hasMessageStartingWith("halftone.yaml, line 1");
    assertThat(refusal.exit()).isEqualTo(Exit.USAGE);
  }
}

package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure.Billed;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vercel AI Gateway through its OpenAI-compatible endpoints. */
class VercelOpenAiSurfaceTest extends StreamContract {
  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return VercelGatewayProvider.create(
        vertx,
        VercelGatewayOptions.builder()
            .name("vercel")
            .key(Secret.of(KEY))
            .baseUrl(origin)
            .models(Set.of("gpt-image-2"))
            .api(VercelApi.OPENAI_COMPATIBLE)
            .maxInFlight(maxInFlight)
            .build());
  }

  @Override
  FailureTable table() {
    return VercelFailures.TABLE;
  }

  @Override
  Billed billedWithoutAny() {
    return Billed.YES;
  }

  @Override
  String success(List<String> images) {
    return success(
        images,
        "\"providerMetadata\":{\"gateway\":{\"cost\":\"0.05286\",\"generationId\":\"gen_01K\"}}");
  }

  private static String success(List<String> images, String bill) {
    return """
        {"created":1794000000,"data":[%s],
         "usage":{"input_tokens":12,"output_tokens":1760,"total_tokens":1772,"cost":0.06},%s}
        """
        .formatted(
            images.stream()
                .map("{\"b64_json\":\"%s\"}"::formatted)
                .collect(Collectors.joining(",")),
            bill);
  }

  @Override
  String error(String code, String message) {
    return OpenAiBodies.error(code, "invalid_request_error", message);
  }

  /** It tells what a call cost, even if it brings nothing. */
  @Override
  Billed billedWithoutImage() {
    return Billed.YES;
  }

  @Test
  void generation_onTheWire_usesOpenAiNamesAndOptionsForTheRest() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer =
        get(
            call(
                request()
                    .outputFormat(OutputFormat.JPEG)
                    .outputCompression(80)
                    .background(Background.OPAQUE)
                    .build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/v1/images/generations");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("ai-o11y-request-id").firstValue()).isEqualTo("attempt-17");
    assertThat(sent.containsHeader("ai-model-id")).isFalse();
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"model\":\"openai/gpt-image-2\",\"prompt\":\"a \\\"lighthouse\\\" in fog \u00e4\u20ac\",\"n\":1,"
                + "\"size\":\"1024x1024\",\"quality\":\"medium\",\"output_format\":\"jpeg\",\"background\":\"opaque\","
                + "\"providerOptions\":{\"openai\":{\"outputCompression\":80}}}");
    assertThat(answer.usage()).isEqualTo(new Usage(12, 0, 1760, 0));
    assertThat(answer.billed()).isEqualTo(Usd.parse("0.05286"));
    assertThat(answer.requestId()).isEqualTo("gen_01K");
  }

  @Test
  void edit_onTheWire_carriesDataUrls() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(call(request().inputImages(List.of(REFERENCE)).build()));
    assertThat(requests().get(0).getUrl()).isEqualTo("/v1/images/edits");
    JsonNode sent = Objects.requireNonNull(WireJson.parse(requests().get(0).getBody()));
    assertThat(sent.path("images")).hasSize(1);
    assertThat(sent.path("images").path(0).path("image_url").asText())
        .isEqualTo("data:image/png;base64," + base64(TestImages.bytes(REFERENCE).getBytes()));
    assertThat(sent.has("providerOptions")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"providerMetadata\":{\"gateway\":{\"cost\":\"0.05286\"}}|0.05286",
        "\"provider_metadata\":{\"gateway\":{\"cost\":\"0.05286\"}}|0.05286",
        "\"providerMetadata\":{\"gateway\":{\"cost\":0.05286}}|0.05286",
        "\"providerMetadata\":{\"gateway\":{\"cost\":\"1e3\"}}|0.06",
        "\"providerMetadata\":{\"gateway\":{\"cost\":\"0\"}}|0.06",
        "\"providerMetadata\":null|0.06",
      })
  void cost_ofTheGateway_beatsThatOfTheUsage(String bill, String usd) throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)), bill)));
    assertThat(get(call(request().build())).billed()).isEqualTo(Usd.parse(usd));
  }

  @ParameterizedTest
  @CsvSource({"native, NATIVE", "OpenAI-compatible, OPENAI_COMPATIBLE", "v1, "})
  void api_byItsName_isFound(String text, @Nullable VercelApi api) {
    if (api == null) {
      assertThatThrownBy(() -> VercelApi.parse(text)).hasMessageContaining("native, openai-comp");
    } else {
      assertThat(VercelApi.parse(text)).isEqualTo(api);
      assertThat(VercelApi.parse(api.toString())).isEqualTo(api);
    }
  }
}

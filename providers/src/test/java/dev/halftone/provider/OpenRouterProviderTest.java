package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.Background;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

// tag::contract[]
class OpenRouterProviderTest extends StreamContract {
  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return OpenRouterProvider.create(vertx, options(origin).maxInFlight(maxInFlight).build());
  }

  @Override
  FailureTable table() {
    return OpenRouterFailures.TABLE;
  }

  @Override
  Billed billedWithoutAny() {
    return Billed.YES;
  }

  @Override
  String success(List<String> images) {
    return success(images, "0.0531");
  }

  @Override
  String error(String code, String message) {
    return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"metadata\":{}}}"
        .formatted(code, message);
  }

  // end::contract[]

  /** It tells what a call cost, even if it brings nothing. */
  @Override
  Billed billedWithoutImage() {
    return Billed.YES;
  }

  private static OpenRouterOptions.Builder options(String origin) {
    return OpenRouterOptions.builder()
        .name("or")
        .key(Secret.of(KEY))
        .baseUrl(origin + "/api/v1")
        .models(Set.of("gpt-image-2"));
  }

  private static String success(List<String> images, String cost) {
    return """
        {"created":1794000000,"data":[%s],
         "usage":{"prompt_tokens":12,"completion_tokens":1760,"total_tokens":1772,"cost":%s}}
        """
        .formatted(
            images.stream()
                .map("{\"b64_json\":\"%s\",\"media_type\":\"image/png\"}"::formatted)
                .collect(Collectors.joining(",")),
            cost);
  }

  @Test
  void request_onTheWire_namesNothingThatWouldBeRefused() throws Exception {
    answer(
        aResponse()
            .withHeader("X-Generation-Id", "gen-17")
            .withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer = get(call(request().n(2).background(Background.TRANSPARENT).build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/api/v1/images");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"model\":\"openai/gpt-image-2\",\"prompt\":\"a \\\"lighthouse\\\" in fog \u00e4\u20ac\",\"n\":2,"
                + "\"quality\":\"medium\",\"aspect_ratio\":\"1:1\"}");
    assertThat(answer.requestId()).isEqualTo("gen-17");
    assertThat(answer.usage()).isEqualTo(new Usage(12, 0, 1760, 0));
    assertThat(answer.billed()).isEqualTo(Usd.parse("0.0531"));
  }

  @ParameterizedTest
  @CsvSource({
    "1024x1024, 1:1",
    "1536x1024, 3:2",
    "1024x1536, 2:3",
    "1280x720, 16:9",
    "1008x1024, 1:1",
    "1536x640, 21:9",
    "1152x1024, 5:4",
    "auto, ",
  })
  void size_asked_becomesTheNearestShape(String size, @Nullable String ratio) throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(call(request().size(ImageSize.parse(size)).build()));
    JsonNode sent = Objects.requireNonNull(WireJson.parse(requests().get(0).getBody()));
    assertThat(WireJson.text(sent.path("aspect_ratio"))).isEqualTo(ratio);
    assertThat(sent.has("size")).isFalse();
  }

  @Test
  void size_largerThanWhatComesWithoutOne_isNotServed() {
    assertThat(capabilities().sizeProblem(new ImageSize(1536, 1024))).isEmpty();
    assertThat(capabilities().sizeProblem(ImageSize.AUTO)).isEmpty();
    assertThat(capabilities().sizeProblem(new ImageSize(2560, 1440))).isPresent();
    assertThat(capabilities().sizeProblem(new ImageSize(1600, 544))).isPresent();
    assertThat(capabilities().formats()).containsExactly(OutputFormat.PNG);
  }

  @Test
  void edit_onTheWire_carriesReferencesAsDataUrls() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer = get(call(request().inputImages(List.of(REFERENCE)).build()));
    assertThat(answer.usage()).isNull();
    assertThat(answer.billed()).isEqualTo(Usd.parse("0.0531"));
    assertThat(requests().get(0).getUrl()).isEqualTo("/api/v1/images");
    JsonNode sent = Objects.requireNonNull(WireJson.parse(requests().get(0).getBody()));
    JsonNode reference = sent.path("input_references").path(0);
    assertThat(reference.path("type").asText()).isEqualTo("image_url");
    assertThat(reference.path("image_url").path("url").asText())
        .isEqualTo("data:image/png;base64," + base64(TestImages.bytes(REFERENCE).getBytes()));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0531, 0.0531",
    "0.05310000000000001, 0.053100001",
    "5.31e-2, 0.0531",
    "'\"0.0531\"', 0.0531",
    "'\"5e-2\"', ",
    "0, ",
    "-0.1, ",
    "1e999999999, ",
    "1e-999999999, ",
    "null, ",
    "true, ",
    "'{}', ",
  })
  void cost_asReported_isExactOrRoundedUpOrUnknown(String cost, @Nullable String usd)
      throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)), cost)));
    assertThat(get(call(request().build())).billed())
        .isEqualTo(usd == null ? null : Usd.parse(usd));
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, '{}', BAD_REQUEST, NEVER, NO",
    "401, 401, '{}', UNAUTHORIZED, SAFE, NO",
    "402, 402, '{}', OUT_OF_MONEY, SAFE, NO",
    "402, 402, '{\"limit_source\":\"openrouter_in_flight_budget\"}', RATE_LIMITED, SAFE, NO",
    "403, 403, '{}', BLOCKED, SAFE, NO",
    "403, 403, '{\"reasons\":[]}', BLOCKED, SAFE, NO",
    "403, 403, '{\"reasons\":[\"violence\"],\"flagged_input\":\"a lighthouse\"}', PROMPT_REFUSED, NEVER, NO",
    "403, 403, '{\"error_type\":\"content_policy_violation\"}', PROMPT_REFUSED, NEVER, NO",
    "404, 404, '{}', NOT_FOUND, SAFE, NO",
    "408, 408, '{}', TIMED_OUT, UNSAFE, UNKNOWN",
    "429, 429, '{}', RATE_LIMITED, SAFE, NO",
    "500, 500, '{}', SERVER_ERROR, SAFE, NO",
    "502, 502, '{}', BAD_ANSWER, UNSAFE, UNKNOWN",
    "503, 503, '{}', OVERLOADED, SAFE, NO",
    "200, 502, '{}', BAD_ANSWER, UNSAFE, UNKNOWN",
    "200, 403, '{\"error_type\":\"content_policy_violation\"}', PROMPT_REFUSED, NEVER, UNKNOWN",
  })
  void error_withItsCodeAsANumber_isTold(
      int status, int code, String metadata, Kind kind, Retry retry, Billed billed) {
    answer(
        aResponse()
            .withStatus(status)
            .withBody(
                "{\"error\":{\"code\":%d,\"message\":\"m\",\"metadata\":%s},\"user_id\":\"u\"}"
                    .formatted(code, metadata)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(billed);
    assertThat(failure.code()).isEqualTo(Integer.toString(code));
  }

  @Test
  void priceList_ifNotSet_isOpenAis() {
    assertThat(provider(origin(), 1).priceList()).isEqualTo("openai");
    OpenRouterOptions own = options(origin()).priceList("openrouter").build();
    assertThat(OpenRouterProvider.create(vertx, own).priceList()).isEqualTo("openrouter");
    assertThat(own.toString()).contains("openrouter").doesNotContain(KEY);
    assertThatThrownBy(() -> options(origin()).priceList("Open AI"))
        .hasMessageContaining("price list 'Open AI'");
  }
}

package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VercelGatewayProviderTest extends StreamContract {
  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return VercelGatewayProvider.create(
        vertx,
        VercelGatewayOptions.builder()
            .name("vercel")
            .key(Secret.of(KEY))
            .baseUrl(origin)
            .models(Set.of("gpt-image-2"))
            .onlyProviders(List.of("openai"))
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
    return success(images, "providerMetadata", "\"0.05286\"");
  }

  private static String success(List<String> images, String metadata, String cost) {
    return """
        {"images":[%s],"warnings":[{"type":"unsupported","feature":"seed"}],
         "usage":{"inputTokens":12,"outputTokens":1760,"totalTokens":1772},
         "%s":{"openai":{"images":[{"revisedPrompt":"better","size":"1024x1024"}]},
           "gateway":{"cost":%s,"generationId":"gen_01K"}}}
        """
        .formatted(
            images.stream().map(i -> '"' + i + '"').collect(Collectors.joining(",")),
            metadata,
            cost);
  }

  @Override
  String error(String code, String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":null,\"param\":null,\"code\":\"%s\"},\"generationId\":null}"
        .formatted(message, code);
  }

  /** It tells what a call cost, even if it brings nothing. */
  @Override
  Billed billedWithoutImage() {
    return Billed.YES;
  }

  @Test
  void request_onTheWire_followsTheNativeProtocol() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer = get(call(request().n(2).build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/v4/ai/image-model");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("ai-gateway-protocol-version").firstValue()).isEqualTo("0.0.1");
    assertThat(sent.header("ai-gateway-auth-method").firstValue()).isEqualTo("api-key");
    assertThat(sent.header("ai-image-model-specification-version").firstValue()).isEqualTo("4");
    assertThat(sent.header("ai-model-id").firstValue()).isEqualTo("openai/gpt-image-2");
    assertThat(sent.header("ai-o11y-request-id").firstValue()).isEqualTo("attempt-17");
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"prompt\":\"a \\\"lighthouse\\\" in fog \u00e4\u20ac\",\"n\":2,\"size\":\"1024x1024\",\"providerOptions\":"
                + "{\"openai\":{\"quality\":\"medium\",\"outputFormat\":\"png\"},"
                + "\"gateway\":{\"only\":[\"openai\"]}}}");
    assertThat(answer.requestId()).isEqualTo("gen_01K");
    assertThat(answer.usage()).isEqualTo(new Usage(12, 0, 1760, 0));
    assertThat(answer.images().get(0).revisedPrompt()).isEqualTo("better");
  }

  @Test
  void warnings_ofWhatItDidNotFollow_areToldByOurNames() throws Exception {
    String warnings =
        Stream.of(
                "size",
                "openai.outputCompression",
                "complexity",
                "seed",
                "size",
                KEY,
                "not a token")
            .map("{\"type\":\"unsupported\",\"feature\":\"%s\",\"details\":\"d\"}"::formatted)
            .collect(Collectors.joining(","));
    answer(
        aResponse()
            .withBody(
                """
                {"images":["%s"],"warnings":[%s,{"type":"compatibility","feature":"background"},
                 {"type":"other","message":"m"},{"type":"deprecated","setting":"n"},
                 {"type":"unsupported"},7]}
                """
                    .formatted(base64(PNG), warnings)));
    assertThat(get(call(request().build())).dropped())
        .containsExactly("size", "output_compression", "thinking", "seed", "background");
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST, NEVER, ',\"error\":{\"message\":\"m\",\"type\":\"invalid_request_error\"}'",
    "500, SERVER_ERROR, UNSAFE, ',\"error\":{\"message\":\"m\",\"type\":\"server_error\"}'",
    "200, BAD_ANSWER, UNSAFE, ',\"images\":[]'",
  })
  void failure_withACost_isBilledByIt(int status, Kind kind, Retry retry, String rest) {
    answer(
        aResponse()
            .withStatus(status)
            .withBody(
                "{\"providerMetadata\":{\"gateway\":{\"cost\":\"0.05286\"}}%s}".formatted(rest)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(Billed.YES);
    assertThat(failure.billedAmount()).isEqualTo(Usd.parse("0.05286"));
  }

  @Test
  void edit_onTheWire_carriesFilesAndMask() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    InputImage jpeg = TestImages.jpeg(33, 77, 70_000, 3);
    get(call(request().inputImages(List.of(REFERENCE, jpeg)).mask(MASK).build()));
    assertThat(requests().get(0).getUrl()).isEqualTo("/v4/ai/image-model");
    JsonNode sent = Objects.requireNonNull(WireJson.parse(requests().get(0).getBody()));
    assertThat(sent.path("files")).hasSize(2);
    assertFile(sent.path("files").path(0), "image/png", REFERENCE);
    assertFile(sent.path("files").path(1), "image/jpeg", jpeg);
    assertFile(sent.path("mask"), "image/png", MASK);
    assertThat(sent.path("prompt").asText()).isEqualTo(PROMPT);
  }

  private static void assertFile(JsonNode file, String mediaType, InputImage image) {
    assertThat(file.path("type").asText()).isEqualTo("file");
    assertThat(file.path("mediaType").asText()).isEqualTo(mediaType);
    assertThat(file.path("data").asText()).isEqualTo(base64(TestImages.bytes(image).getBytes()));
    assertThat(file).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"imageTokens\":1500,\"textTokens\":200}', 200, 1500",
    "'{\"imageTokens\":750,\"textTokens\":100},{\"imageTokens\":750,\"textTokens\":100}', 200, 1500",
    "'{\"imageTokens\":1500,\"textTokens\":1}', 1700, ",
    "'{\"imageTokens\":9223372036854775807,\"textTokens\":9223372036854775807}', 1700, ",
    "'{\"imageTokens\":-1,\"textTokens\":1701}', 1700, ",
    "'', 1700, ",
  })
  void usage_ofAnEdit_isSplitWhereTheDetailsAddUpAndElseNotToldAtAll(
      String details, long text, @Nullable Long image) throws Exception {
    sentMayBeMany = true;
    answer(
        aResponse()
            .withBody(
                """
                {"images":["%s"],"usage":{"inputTokens":1700,"outputTokens":1760},
                 "providerMetadata":{"openai":{"images":[%s]}}}
                """
                    .formatted(base64(PNG), details)));
    assertThat(get(call(request().inputImages(List.of(REFERENCE)).build())).usage())
        .isEqualTo(image == null ? null : new Usage(text, image, 1760, 0));
    assertThat(get(call(request().build())).usage())
        .isEqualTo(new Usage(text, image == null ? 0 : image, 1760, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "providerMetadata, '\"0.05286\"', 0.05286",
    "provider_metadata, '\"0.05286\"', 0.05286",
    "providerMetadata, 0.0528600001, 0.052860001",
    "providerMetadata, '\"0.0000000001\"', 0.000000001",
    "providerMetadata, 5.286E-2, 0.05286",
    "providerMetadata, '\"0\"', ",
    "providerMetadata, '\"-1\"', ",
    "providerMetadata, '\"1e999999999\"', ",
    "providerMetadata, 1E+400, ",
    "providerMetadata, 1E+999999999, ",
    "providerMetadata, 1E-999999999, ",
    "providerMetadata, '\"9999999999\"', ",
    "providerMetadata, null, ",
  })
  void cost_asReported_isExactOrRoundedUpOrUnknown(
      String metadata, String cost, @Nullable String usd) throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)), metadata, cost)));
    assertThat(get(call(request().build())).billed())
        .isEqualTo(usd == null ? null : Usd.parse(usd));
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_request_error, BAD_REQUEST",
    "401, authentication_error, UNAUTHORIZED",
    "402, insufficient_funds, OUT_OF_MONEY",
    "403, customer_verification_required, BLOCKED",
    "403, access_denied, BLOCKED",
    "403, forbidden, BLOCKED",
    "404, model_not_found, NOT_FOUND",
    "404, not_found, NOT_FOUND",
    "424, failed_dependency, NOT_FOUND",
    "429, rate_limit_exceeded, RATE_LIMITED",
    "500, internal_server_error, SERVER_ERROR",
  })
  void error_ofTheGateway_isTold(int status, String type, Kind kind) {
    answer(
        aResponse()
            .withStatus(status)
            .withBody("{\"error\":{\"message\":\"m\",\"type\":\"%s\"}}".formatted(type)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.code()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 400, moderation_blocked, PROMPT_REFUSED, NO",
    "400, 413, x, BAD_REQUEST, NO",
    "400, 429, x, RATE_LIMITED, NO",
    "429, 429, insufficient_quota, OUT_OF_MONEY, NO",
    "500, 401, x, UNAUTHORIZED, NO",
    "500, 500, x, SERVER_ERROR, NO",
    "500, 504, x, BAD_ANSWER, UNKNOWN",
    "502, 503, x, OVERLOADED, NO",
  })
  void error_ofTheProviderBehind_decides(
      int outer, int inner, String code, Kind kind, Billed billed) {
    for (String param :
        List.of(
            "{\"statusCode\":%d,\"isRetryable\":false}".formatted(inner),
            "\"{\\\"statusCode\\\":%d}\"".formatted(inner))) {
      server.resetRequests();
      answer(
          aResponse()
              .withStatus(outer)
              .withBody(
                  """
                  {"error":{"message":"m","type":"AI_APICallError","param":%s,"code":"%s"}}
                  """
                      .formatted(param, code)));
      ProviderFailure failure = failure(call(request().build()));
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.billed()).isEqualTo(billed);
      assertThat(failure.status()).isEqualTo(outer);
    }
  }

  @Test
  void error_ofTheLastAttempt_decides() {
    answer(
        aResponse()
            .withStatus(400)
            .withBody(
                """
                {"error":{"message":"m","type":"AI_APICallError","param":null,"code":null},
                 "generationId":"gen_02K","providerMetadata":{"gateway":{"routing":{"modelAttempts":[{"providerAttempts":[
                   {"success":false,"statusCode":401},{"success":false,"statusCode":503}]}]}}}}
                """));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
    assertThat(failure.requestId()).isEqualTo("gen_02K");
    assertThat(failure).hasMessageContaining("HTTP 400, behind it HTTP 503");
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTest {
  private final SimulatorHarness harness = SimulatorHarness.calm();

  @AfterEach
  void close() {
    harness.close();
  }

  @ParameterizedTest
  @CsvSource({
    "response_format, '\"b64_json\"', unknown_parameter",
    "seed, 7, unknown_parameter",
    "thinking, '\"high\"', unknown_parameter",
    "style, '\"vivid\"', unknown_parameter",
    "complexity, '\"low\"', unknown_parameter",
    "quality, '\"standard\"', invalid_value",
    "quality, '\"max\"', invalid_value",
    "quality, 3, invalid_type",
    "size, '\"1920x1080\"', invalid_value",
    "size, '\"huge\"', invalid_value",
    "n, 0, integer_below_min_value",
    "n, 11, integer_above_max_value",
    "n, 99999999999999999999999, integer_above_max_value",
    "n, '\"2\"', invalid_type",
    "n, 1.5, invalid_type",
    "prompt, null, missing_required_parameter",
    "prompt, '\"\"', empty_string",
    "model, null, missing_required_parameter",
    "output_format, '\"webp\"', invalid_value",
    "output_compression, 50, invalid_png_output_compression",
    "partial_images, 2, invalid_value",
    "partial_images, 4, integer_above_max_value",
    "stream, '\"yes\"', invalid_type",
  })
  void openAi_illegalParameter_isNamed(String name, String json, String code) {
    String body =
        "{\"model\":\"gpt-image-2\",\"prompt\":\"x\",\"NAME\":VALUE}"
            .replace("\"" + name + "\":\"gpt-image-2\",", "")
            .replace("\"" + name + "\":\"x\",", "")
            .replace("NAME", name)
            .replace("VALUE", json);
    HttpResponse<Buffer> response = send(SimulatedProvider.OPENAI, body);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
    assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.getString("param")).isEqualTo(name);
    assertThat(error.getString("code")).isEqualTo(code);
    assertThat(error.getString("type")).isEqualTo("invalid_request_error");
    assertThat(harness.onlyLine().status()).isEqualTo(400);
    assertThat(harness.onlyLine().chargedNanoUsd()).isZero();
  }

  @Test
  void openAi_overlongPrompt_isRefusedWithItsLength() {
    JsonObject order = SimulatorHarness.order("gpt-image-2", "a".repeat(32_001));
    JsonObject error = error(send(SimulatedProvider.OPENAI, order.encode()), 400);
    assertThat(error.getString("code")).isEqualTo("string_above_max_length");
    assertThat(error.getString("message")).contains("32000", "32001").hasSizeLessThan(200);
  }

  @Test
  void openAi_transparencyOnGptImage2_isAUserError() {
    JsonObject order = SimulatorHarness.order("gpt-image-2", "x").put("background", "transparent");
    assertThat(error(send(SimulatedProvider.OPENAI, order.encode()), 400).getString("type"))
        .isEqualTo("image_generation_user_error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-image-1", "dall-e-3", "gpt-image-9"})
  void openAi_unknownOrRetiredModel_is404(String model) {
    JsonObject error =
        error(send(SimulatedProvider.OPENAI, SimulatorHarness.order(model, "x").encode()), 404);
    assertThat(error.getString("code")).isEqualTo("model_not_found");
    assertThat(error.getString("param")).isEqualTo("model");
  }

  @Test
  void model_pastItsShutdown_isGoneWhereItWasShutDown() {
    InstantSource december = InstantSource.fixed(Instant.parse("2026-12-10T00:00:00Z"));
    try (SimulatorHarness later = new SimulatorHarness(SimulatorOptions.calm().clock(december))) {
      JsonObject order = SimulatorHarness.order("gpt-image-1.5", "x");
      assertThat(SimulatorHarness.await(later.openAi().sendJsonObject(order)).statusCode())
          .isEqualTo(404);
      assertThat(SimulatorHarness.await(later.azure().sendJsonObject(order)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void azure_unknownDeployment_is404() {
    JsonObject error =
        error(send(SimulatedProvider.AZURE, SimulatorHarness.order("no-such", "x").encode()), 404);
    assertThat(error.getString("code")).isEqualTo("DeploymentNotFound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?api-version=", "?api-version=v1"})
  void azure_deploymentWithoutDatedVersion_is404(String query) {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness
                .azureDeployment("gpt-image-2", query)
                .sendJsonObject(SimulatorHarness.order("gpt-image-2", "x")));
    JsonObject error = error(response, 404);
    assertThat(error.getString("code")).isEqualTo("404");
    assertThat(error.getString("message")).isEqualTo("Resource not found");
  }

  @Test
  void azure_elevenCustomHeaders_is431() {
    var request = harness.azure();
    for (int i = 0; i < 11; i++) {
      request.putHeader("x-trace-" + i, "y");
    }
    assertThat(
            SimulatorHarness.await(
                    request.sendJsonObject(SimulatorHarness.order("gpt-image-2", "x")))
                .statusCode())
        .isEqualTo(431);
  }

  @Test
  void vercel_unknownModel_namesIt() {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness.vercel("openai/gpt-image-1").sendJsonObject(SimulatorHarness.vercelOrder("x")));
    JsonObject error = error(response, 404);
    assertThat(error.getString("type")).isEqualTo("model_not_found");
    assertThat(error.getJsonObject("param").getString("modelId")).isEqualTo("openai/gpt-image-1");
    assertThat(response.bodyAsJsonObject().getString("generationId")).startsWith("gen_");
  }

  @Test
  void vercel_illegalSize_isPassedThroughFromUpstream() {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness
                .vercel("openai/gpt-image-2")
                .sendJsonObject(SimulatorHarness.vercelOrder("x").put("size", "1920x1080")));
    JsonObject error = error(response, 400);
    assertThat(error.getString("type")).isEqualTo("AI_APICallError");
    assertThat(error.getJsonObject("param").getInteger("statusCode")).isEqualTo(400);
    assertThat(error.getJsonObject("param").getBoolean("isRetryable")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ai-gateway-protocol-version",
        "ai-gateway-auth-method",
        "ai-image-model-specification-version",
        "ai-model-id"
      })
  void vercel_missingProtocolHeader_isNamed(String header) {
    var request = harness.vercel("openai/gpt-image-2");
    request.headers().remove(header);
    JsonObject error =
        error(
            SimulatorHarness.await(request.sendJsonObject(SimulatorHarness.vercelOrder("x"))), 400);
    assertThat(error.getString("type")).isEqualTo("invalid_request_error");
    assertThat(error.getString("message")).contains(header);
  }

  @Test
  void vercel_onlyAnotherProvider_is424() {
    JsonObject order = SimulatorHarness.vercelOrder("x");
    order.getJsonObject("providerOptions").put("gateway", new JsonObject("{\"only\":[\"azure\"]}"));
    HttpResponse<Buffer> response =
        SimulatorHarness.await(harness.vercel("openai/gpt-image-2").sendJsonObject(order));
    assertThat(error(response, 424).getString("type")).isEqualTo("failed_dependency");
  }

  @Test
  void vercel_creditUsedUp_is402() {
    try (SimulatorHarness poor =
        new SimulatorHarness(
            SimulatorOptions.calm()
                .clock(SimulatorHarness.NOVEMBER)
                .vercelCreditNanoUsd(1_000_000))) {
      var first = SimulatorHarness.await(poor.call(SimulatedProvider.VERCEL, "gpt-image-2", "x"));
      assertThat(first.statusCode()).isEqualTo(200);
      var second = SimulatorHarness.await(poor.call(SimulatedProvider.VERCEL, "gpt-image-2", "x"));
      assertThat(error(second, 402).getString("type")).isEqualTo("insufficient_funds");
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void key_wrongOrMissing_is401InEachProvidersWords(SimulatedProvider provider) {
    for (String key : new String[] {"", "Bearer wrong"}) {
      var request = request(provider);
      request.headers().remove("authorization").remove("api-key");
      if (!key.isEmpty()) {
        request.putHeader("authorization", key);
      }
      JsonObject error =
          error(SimulatorHarness.await(request.sendJsonObject(new JsonObject())), 401);
      switch (provider) {
        case OPENAI ->
            assertThat(error.getString("code")).isEqualTo(key.isEmpty() ? null : "invalid_api_key");
        case AZURE -> assertThat(error.getString("code")).isEqualTo("401");
        case VERCEL -> assertThat(error.getString("type")).isEqualTo("authentication_error");
        case OPENROUTER -> assertThat(error.getInteger("code")).isEqualTo(401);
        default -> throw new AssertionError(provider);
      }
      assertThat(error.encode()).doesNotContain("simulator-key", "wrong key");
    }
    assertThat(harness.simulator.invoice().total(provider).calls()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void body_notAJsonObject_is400(SimulatedProvider provider) {
    for (String body : new String[] {"", "{", "[]", "null", "{} {}", "\u0000\u0001"}) {
      assertThat(error(send(provider, body), 400).getString("message")).contains("JSON");
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void body_deeplyNested_is400(SimulatedProvider provider) {
    assertThat(send(provider, "{\"a\":".repeat(50_000)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void contentType_notJson_is400(SimulatedProvider provider) {
    var request = request(provider).putHeader("content-type", "text/plain");
    assertThat(
            error(SimulatorHarness.await(request.sendBuffer(Buffer.buffer("{}"))), 400)
                .getString("message"))
        .contains("application/json");
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void body_aboveTheLimit_is413AndCounted(SimulatedProvider provider) {
    SimulatorOptions.Builder small =
        SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER).maxUploadBytes(1 << 20);
    try (SimulatorHarness limited = new SimulatorHarness(small)) {
      HttpResponse<Buffer> response =
          SimulatorHarness.await(
              request(limited, provider)
                  .putHeader("content-type", "application/json")
                  .sendBuffer(Buffer.buffer(" ".repeat((1 << 20) + 1))));
      assertThat(error(response, 413).getString("message")).contains("1048576");
      assertThat(limited.onlyLine().status()).isEqualTo(413);
    }
  }

  @Test
  void route_unknown_isAnsweredAsTheProviderWould() {
    String root = harness.simulator.openAiBaseUrl().replace("/openai/v1", "");
    assertThat(
            error(get(HttpMethod.POST, root + "/openai/v1/images/variations"), 404)
                .getString("code"))
        .isEqualTo("unknown_url");
    assertThat(get(HttpMethod.GET, root + "/openai/v1/images/generations").statusCode())
        .isEqualTo(405);
    assertThat(
            error(get(HttpMethod.POST, root + "/azure/openai/v1/images/variations"), 404)
                .getString("code"))
        .isEqualTo("404");
    assertThat(error(get(HttpMethod.GET, root + "/vercel/v1/nothing"), 404).getString("type"))
        .isEqualTo("not_found");
    HttpResponse<Buffer> page = get(HttpMethod.GET, root + "/vercel/models");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.getHeader("content-type")).isEqualTo("text/html");
    HttpResponse<Buffer> method = get(HttpMethod.GET, root + "/vercel/v4/ai/image-model");
    assertThat(method.statusCode()).isEqualTo(405);
    assertThat(method.body()).isNull();
    assertThat(get(HttpMethod.GET, root + "/").statusCode()).isEqualTo(404);
  }

  private HttpResponse<Buffer> get(HttpMethod method, String url) {
    return SimulatorHarness.await(
        harness.client.requestAbs(method, url).bearerTokenAuthentication("simulator-key").send());
  }

  private HttpRequest<Buffer> request(SimulatedProvider provider) {
    return request(harness, provider);
  }

  private static HttpRequest<Buffer> request(SimulatorHarness to, SimulatedProvider provider) {
    return switch (provider) {
      case OPENAI -> to.openAi();
      case AZURE -> to.azure();
      case VERCEL -> to.vercel("openai/gpt-image-2");
      case OPENROUTER -> to.openRouter();
      default -> throw new AssertionError(provider);
    };
  }

  private HttpResponse<Buffer> send(SimulatedProvider provider, String body) {
    return SimulatorHarness.await(
        request(provider)
            .putHeader("content-type", "application/json")
            .sendBuffer(Buffer.buffer(body)));
  }

  private static JsonObject error(HttpResponse<Buffer> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.bodyAsString()).doesNotContain("Exception", "\tat ");
    return response.bodyAsJsonObject().getJsonObject("error");
  }
}

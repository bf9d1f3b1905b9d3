package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayTest {
  private static final String PROMPT = "a red fox in the snow";
  private static final int PROMPT_TOKENS = 6 + 6;
  private static final String PICTURE =
      "data:image/png;base64," + Base64.getEncoder().encodeToString(Pictures.png(PixelSize.SQUARE));

  private final SimulatorHarness harness = SimulatorHarness.calm();

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void openRouter_order_answersWithItsCostAsANumber() {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(harness.call(SimulatedProvider.OPENROUTER, "gpt-image-2", PROMPT));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getJsonArray("data").getJsonObject(0).getString("media_type"))
        .isEqualTo("image/png");
    JsonObject usage = body.getJsonObject("usage");
    assertThat(usage.getInteger("prompt_tokens")).isEqualTo(PROMPT_TOKENS);
    assertThat(usage.getInteger("completion_tokens")).isEqualTo(158);
    assertThat(usage.getInteger("total_tokens")).isEqualTo(PROMPT_TOKENS + 158);
    assertThat(response.bodyAsString()).contains("\"cost\":0.0048}");
    assertThat(harness.onlyLine().chargedNanoUsd()).isEqualTo(4_800_000L);
    assertThat(harness.onlyLine().requestId()).isEqualTo(response.getHeader("x-generation-id"));
  }

  @Test
  void openRouter_referencesAndRatio_areAnEditOfThatShape() {
    JsonObject reference =
        new JsonObject()
            .put("type", "image_url")
            .put("image_url", new JsonObject().put("url", PICTURE));
    JsonObject order = SimulatorHarness.order("openai/gpt-image-2", PROMPT);
    order.remove("size");
    order.put("aspect_ratio", "16:9").put("input_references", new JsonArray().add(reference));
    assertThat(SimulatorHarness.await(harness.openRouter().sendJsonObject(order)).statusCode())
        .isEqualTo(200);
    assertThat(harness.onlyLine().imageInputTokens()).isEqualTo(1_024);
    assertThat(harness.onlyLine().size()).isEqualTo("1536x864");
  }

  @ParameterizedTest
  @CsvSource({
    "mask, x",
    "seed, 7",
    "background, transparent",
    "model, gpt-image-2",
    "aspect_ratio, 7:1"
  })
  void openRouter_whatItDoesNotTake_is400WithANumber(String name, String value) {
    JsonObject order = SimulatorHarness.order("openai/gpt-image-2", PROMPT).put(name, value);
    HttpResponse<Buffer> response =
        SimulatorHarness.await(harness.openRouter().sendJsonObject(order));
    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
    assertThat(error.getInteger("code")).isEqualTo(400);
    assertThat(error.fieldNames()).containsExactlyInAnyOrder("code", "message", "metadata");
  }

  @Test
  void vercelCompat_generation_answersInOpenAisFormWithTheCost() {
    JsonObject order =
        SimulatorHarness.order("openai/gpt-image-2", PROMPT).put("response_format", "b64_json");
    HttpResponse<Buffer> response = vercel("generations", order);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getJsonArray("data").getJsonObject(0).getString("b64_json")).isNotEmpty();
    assertThat(body.getJsonObject("usage").getMap())
        .isEqualTo(
            Map.of(
                "input_tokens",
                PROMPT_TOKENS,
                "output_tokens",
                158,
                "total_tokens",
                PROMPT_TOKENS + 158));
    JsonObject gateway = body.getJsonObject("providerMetadata").getJsonObject("gateway");
    assertThat(gateway.getString("cost")).isEqualTo("0.0048");
    assertThat(gateway.getString("generationId")).isEqualTo(harness.onlyLine().requestId());
  }

  @Test
  void vercelCompat_editAsJson_billsTheReference() {
    JsonObject order =
        SimulatorHarness.order("openai/gpt-image-2", PROMPT)
            .put("images", new JsonArray().add(new JsonObject().put("image_url", PICTURE)));
    assertThat(vercel("edits", order).statusCode()).isEqualTo(200);
    assertThat(harness.onlyLine().chargedNanoUsd()).isEqualTo(4_800_000L + 1_024 * 8_000L);
  }

  @Test
  void vercelCompat_failures_areVercels() {
    JsonObject gone = SimulatorHarness.order("openai/gpt-image-1", PROMPT);
    HttpResponse<Buffer> response = vercel("generations", gone);
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.bodyAsJsonObject().getJsonObject("error").getString("type"))
        .isEqualTo("model_not_found");
    JsonObject illegal = SimulatorHarness.order("openai/gpt-image-2", PROMPT).put("seed", 1);
    assertThat(
            vercel("generations", illegal)
                .bodyAsJsonObject()
                .getJsonObject("error")
                .getString("type"))
        .isEqualTo("AI_APICallError");
  }

  private HttpResponse<Buffer> vercel(String operation, JsonObject order) {
    return SimulatorHarness.await(
        harness
            .client
            .postAbs(harness.simulator.vercelBaseUrl() + "/v1/images/" + operation)
            .bearerTokenAuthentication("simulator-key")
            .sendJsonObject(order));
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResponsesTest {
  private static final String PROMPT = "a red fox in the snow";

  private final SimulatorHarness harness =
      new SimulatorHarness(
          SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER).blockedWords(Set.of("gore")));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void tool_called_answersWithReasoningPictureAndBothUsages() {
    HttpResponse<Buffer> response = send(request("medium"));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getString("id")).startsWith("resp_");
    assertThat(body.getString("status")).isEqualTo("completed");
    assertThat(body.getString("model")).isEqualTo("gpt-5.4-mini");
    JsonArray output = body.getJsonArray("output");
    assertThat(output.getJsonObject(0).getString("type")).isEqualTo("reasoning");
    JsonObject call = output.getJsonObject(1);
    assertThat(call.getString("type")).isEqualTo("image_generation_call");
    assertThat(call.getString("id")).startsWith("ig_");
    assertThat(call.getString("status")).isEqualTo("completed");
    assertThat(call.getString("revised_prompt")).startsWith(PROMPT);
    assertThat(call.getString("quality")).isEqualTo("low");
    assertThat(call.getString("output_format")).isEqualTo("png");
    assertThat(call.getString("background")).isEqualTo("opaque");
    byte[] picture = Base64.getDecoder().decode(call.getString("result"));
    assertThat(PictureHeader.of(picture).orElseThrow().size()).isEqualTo(new PixelSize(1536, 1024));
    JsonObject usage = body.getJsonObject("usage");
    int input = usage.getInteger("input_tokens");
    int out = usage.getInteger("output_tokens");
    assertThat(usage.getInteger("total_tokens")).isEqualTo(input + out);
    JsonObject tool = body.getJsonObject("tool_usage").getJsonObject("image_gen");
    assertThat(tool.getInteger("output_tokens")).isEqualTo(158);
    assertThat(tool.getJsonObject("output_tokens_details").getInteger("image_tokens"))
        .isEqualTo(158);
    int text = tool.getJsonObject("input_tokens_details").getInteger("text_tokens");
    assertThat(harness.onlyLine().chargedNanoUsd())
        .isEqualTo(input * 750L + out * 4_500L + text * 5_000L + 158 * 30_000L);
    assertThat(harness.onlyLine().textInputTokens()).isEqualTo(text);
  }

  @Test
  void reasoning_ofAPrompt_growsWithEffortAndIsTheSameAgain() {
    int before = -1;
    for (String effort : Planning.EFFORTS) {
      int tokens = reasoning(send(request(effort)));
      assertThat(tokens).as(effort).isGreaterThan(before);
      assertThat(reasoning(send(request(effort)))).isEqualTo(tokens);
      before = tokens;
    }
  }

  @Test
  void input_asMessagesWithAPicture_isAnEdit() {
    String url =
        "data:image/png;base64,"
            + Base64.getEncoder().encodeToString(Pictures.png(PixelSize.SQUARE));
    JsonArray content =
        new JsonArray()
            .add(new JsonObject().put("type", "input_text").put("text", PROMPT))
            .add(new JsonObject().put("type", "input_image").put("image_url", url));
    JsonObject message = new JsonObject().put("role", "user").put("content", content);
    HttpResponse<Buffer> response = send(request("low").put("input", new JsonArray().add(message)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(harness.onlyLine().imageInputTokens()).isEqualTo(1_024);
    assertThat(
            response.bodyAsJsonObject().getJsonArray("output").getJsonObject(1).getString("action"))
        .isEqualTo("edit");
  }

  @Test
  void blockedWord_inTheInput_isRefusedAndFree() {
    HttpResponse<Buffer> response = send(request("low").put("input", "a scene of gore"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response).getString("code")).isEqualTo("moderation_blocked");
    assertThat(harness.onlyLine().chargedNanoUsd()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_IMAGES", "TRUNCATED_BASE64", "WRONG_FORMAT", "REFUSED_AFTER_WORK"})
  void fault_afterWork_isBilledAndGivesNoPicture(Fault fault) {
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .profile(
                SimulatedProvider.OPENAI,
                ProviderProfile.calm().withFaults(FaultRates.always(fault)));
    try (SimulatorHarness faulty = new SimulatorHarness(options)) {
      HttpResponse<Buffer> response =
          SimulatorHarness.await(
              faulty
                  .client
                  .postAbs(faulty.simulator.openAiBaseUrl() + "/responses")
                  .bearerTokenAuthentication("simulator-key")
                  .sendJsonObject(request("low")));
      boolean refused = fault == Fault.REFUSED_AFTER_WORK;
      assertThat(response.statusCode()).isEqualTo(refused ? 400 : 200);
      if (!refused) {
        assertThat(response.bodyAsJsonObject().getJsonArray("output"))
            .hasSize(fault == Fault.NO_IMAGES ? 1 : 2);
      }
      assertThat(faulty.onlyLine().isCharged()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "model, '\"gpt-4\"', 404, model_not_found",
    "model, null, 400, missing_required_parameter",
    "input, null, 400, missing_required_parameter",
    "tools, '[]', 400, invalid_value",
    "tools, '[{\"type\":\"web_search\"}]', 400, invalid_value",
    "tool_choice, '\"none\"', 400, invalid_value",
    "reasoning, '{\"effort\":\"huge\"}', 400, invalid_value",
    "thinking, '\"high\"', 400, unknown_parameter",
    "stream, true, 400, invalid_value",
    "tools, '[{\"type\":\"image_generation\",\"size\":\"1920x1080\"}]', 400, invalid_value",
    "tools, '[{\"type\":\"image_generation\",\"n\":2}]', 400, unknown_parameter",
    "tools, '[{\"type\":\"image_generation\",\"model\":\"dall-e-3\"}]', 404, model_not_found",
  })
  void request_wrong_isRefused(String name, String json, int status, String code) {
    JsonObject request = request("low");
    request.put(name, new JsonObject("{\"v\":" + json + "}").getValue("v"));
    HttpResponse<Buffer> response = send(request);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(error(response).getString("code")).isEqualTo(code);
  }

  private HttpResponse<Buffer> send(JsonObject request) {
    return SimulatorHarness.await(
        harness
            .client
            .postAbs(harness.simulator.openAiBaseUrl() + "/responses")
            .bearerTokenAuthentication("simulator-key")
            .sendJsonObject(request));
  }

  private static JsonObject request(String effort) {
    JsonObject tool =
        new JsonObject()
            .put("type", "image_generation")
            .put("model", "gpt-image-2")
            .put("size", SimulatorHarness.SIZE)
            .put("quality", "low");
    return new JsonObject()
        .put("model", "gpt-5.4-mini")
        .put("input", PROMPT)
        .put("reasoning", new JsonObject().put("effort", effort))
        .put("tools", new JsonArray().add(tool))
        .put("tool_choice", new JsonObject().put("type", "image_generation"));
  }

  private static int reasoning(HttpResponse<Buffer> response) {
    return response
        .bodyAsJsonObject()
        .getJsonObject("usage")
        .getJsonObject("output_tokens_details")
        .getInteger("reasoning_tokens");
  }

  private static JsonObject error(HttpResponse<Buffer> response) {
    return response.bodyAsJsonObject().getJsonObject("error");
  }
}

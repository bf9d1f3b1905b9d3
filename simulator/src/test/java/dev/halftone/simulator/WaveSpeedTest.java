package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveSpeedTest {
  private static final String PROMPT = "a red fox in the snow";

  private final JobClient waveSpeed = JobClient.calm();

  @AfterEach
  void close() {
    waveSpeed.settled();
    waveSpeed.close();
  }

  @Test
  void prediction_legalOrder_goesThroughTheWholeLife() throws IOException {
    HttpResponse<Buffer> answer =
        waveSpeed.post(
            waveSpeed.predictions(JobClient.WAVESPEED), JobClient.waveSpeedOrder(PROMPT));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject envelope = answer.bodyAsJsonObject();
    assertThat(envelope.fieldNames()).containsExactlyInAnyOrder("code", "message", "data");
    assertThat(envelope.getInteger("code")).isEqualTo(200);
    JsonObject data = envelope.getJsonObject("data");
    assertThat(data.getString("status")).isEqualTo("created");
    assertThat(data.getString("model")).isEqualTo(JobClient.WAVESPEED);
    assertThat(data.getJsonArray("outputs")).isEmpty();
    assertThat(data.getString("created_at")).isEqualTo("2026-11-20T12:00:00Z");
    String id = data.getString("id");
    assertThat(data.getJsonObject("urls").getString("get"))
        .isEqualTo(waveSpeed.predictions("predictions/") + id + "/result");

    JsonObject ended = waveSpeed.predicted(data);
    assertThat(ended.getString("status")).isEqualTo("completed");
    assertThat(ended.getString("error")).isEmpty();
    assertThat(ended.containsKey("code")).isFalse();
    assertThat(ended.getJsonArray("has_nsfw_contents").getBoolean(0)).isFalse();
    HttpResponse<Buffer> file = waveSpeed.get(ended.getJsonArray("outputs").getString(0));
    assertThat(file.getHeader("content-type")).isEqualTo("image/png");
    FalTest.assertSize(file.body().getBytes(), 1024, 1024);
    JsonObject otherSpelling =
        waveSpeed
            .get(waveSpeed.predictions("predictions/") + id)
            .bodyAsJsonObject()
            .getJsonObject("data");
    assertThat(otherSpelling).isEqualTo(ended);

    InvoiceLine line = waveSpeed.onlyLine();
    assertThat(line.provider()).isEqualTo(SimulatedProvider.WAVESPEED);
    assertThat(line.model()).isEqualTo("gpt-image-2");
    assertThat(line.requestId()).isEqualTo(id);
    assertThat(line.clientRequestId()).isEqualTo("mine");
    assertThat(line.chargedNanoUsd()).isEqualTo(10_000_000L);
    assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.ANSWERED);
  }

  @Test
  void syncMode_withBase64_carriesThePictureWithoutAPrefix() throws IOException {
    JsonObject order = JobClient.waveSpeedOrder(PROMPT).put("enable_sync_mode", true);
    order.put("enable_base64_output", true).put("output_format", "jpeg").put("resolution", "2k");
    order.put("aspect_ratio", "4:5");
    JsonObject data = post(JobClient.WAVESPEED, order).getJsonObject("data");
    assertThat(data.getString("status")).isEqualTo("completed");
    byte[] picture = Base64.getDecoder().decode(data.getJsonArray("outputs").getString(0));
    assertThat(picture).startsWith(0xff, 0xd8, 0xff);
    FalTest.assertSize(picture, 1824, 2288);
  }

  @Test
  void sizes_everyRatioAndResolution_areLegal() {
    for (String ratio : WaveSpeedGrid.RATIOS) {
      for (String resolution : WaveSpeedGrid.RESOLUTIONS) {
        PixelSize size = WaveSpeedGrid.size(ratio, resolution);
        assertThat(size.isLegalFlexible()).as(ratio + " " + resolution + " " + size).isTrue();
        assertThat(WaveSpeedGrid.nearestRatio(size)).as(size.toString()).isEqualTo(ratio);
      }
    }
    assertThat(WaveSpeedGrid.size("16:9", "4k")).hasToString("3840x2160");
    assertThat(WaveSpeedGrid.size("1:3", "4k")).hasToString("1280x3840");
  }

  @ParameterizedTest
  @CsvSource({
    "openai/gpt-image-2/text-to-image, 1k, medium, 0, 60000000",
    "openai/gpt-image-2/text-to-image, 4k, high, 0, 550000000",
    "openai/gpt-image-2.5-flare/text-to-image, 2k, medium, 0, 36000000",
    "openai/gpt-image-2.5-flare/edit, 1k, high, 2, 114000000",
  })
  void price_ofTheSameInputs_isTheBill(
      String model, String resolution, String quality, int references, long nanoUsd) {
    JsonObject inputs = new JsonObject().put("prompt", PROMPT).put("resolution", resolution);
    inputs.put("quality", quality).put("aspect_ratio", "3:2");
    JsonArray images = new JsonArray();
    for (int i = 0; i < references; i++) {
      images.add(picture());
    }
    if (references > 0) {
      inputs.put("images", images);
    }
    JsonObject question = new JsonObject().put("model_id", model).put("inputs", inputs);
    JsonObject price = post("model/price", question).getJsonObject("data");
    assertThat(price.getString("model_id")).isEqualTo(model);
    assertThat(price.getString("currency")).isEqualTo("USD");
    assertThat(price.getDouble("discounted_price")).isEqualTo(nanoUsd / 1e9);
    assertThat(waveSpeed.predicted(post(model, inputs).getJsonObject("data")).getString("status"))
        .isEqualTo("completed");
    var lines = waveSpeed.settled().lines();
    assertThat(lines.get(lines.size() - 1).chargedNanoUsd()).isEqualTo(nanoUsd);
  }

  @ParameterizedTest
  @CsvSource({
    "prompt, null, 1400",
    "resolution, '\"8k\"', 1401",
    "quality, '\"auto\"', 1401",
    "output_format, '\"webp\"', 1401",
  })
  void input_illegal_isAFailedPredictionAndFree(String name, String json, int code) {
    JsonObject order = new JsonObject("{\"prompt\":\"x\",\"" + name + "\":" + json + "}");
    JsonObject created = post(JobClient.WAVESPEED, order).getJsonObject("data");
    assertThat(created.getString("status")).isEqualTo("created");
    assertThat(created.containsKey("code")).isFalse();
    JsonObject ended = waveSpeed.predicted(created);
    assertThat(ended.getString("status")).isEqualTo("failed");
    assertThat(ended.getInteger("code")).isEqualTo(code);
    assertThat(ended.getString("error")).contains(name);
    assertThat(waveSpeed.onlyLine().chargedNanoUsd()).isZero();
    order.put("enable_sync_mode", true);
    assertThat(post(JobClient.WAVESPEED, order).getJsonObject("data").getInteger("code"))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "null, 1400",
    "[], 1400",
    "'[\"http://example.com/a.png\"]', 1402",
    "'[\"data:image/png;base64,AAAA\"]', 1402",
  })
  void edit_illegalPictures_areAFailedPrediction(String images, int code) {
    JsonObject order = new JsonObject("{\"prompt\":\"x\",\"images\":" + images + "}");
    JsonObject created = post("openai/gpt-image-2/edit", order).getJsonObject("data");
    assertThat(waveSpeed.predicted(created).getInteger("code")).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"aspect_ratio, '\"7:5\"'", "aspect_ratio, 1", "quality, 7", "enable_sync_mode, 1"})
  void input_illegal_isRefusedAtSubmission(String name, String json) {
    JsonObject order = new JsonObject("{\"prompt\":\"x\",\"" + name + "\":" + json + "}");
    HttpResponse<Buffer> answer = waveSpeed.post(waveSpeed.predictions(JobClient.WAVESPEED), order);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getMap())
        .isEqualTo(Map.of("code", 400, "message", "invalid value for " + name));
    assertThat(waveSpeed.onlyLine().status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer wrong", "Key simulator-key"})
  void key_wrong_is401(String key) {
    for (String path : new String[] {JobClient.WAVESPEED, "model/price"}) {
      var request = waveSpeed.request(HttpMethod.POST, waveSpeed.predictions(path));
      request.headers().set("authorization", key).set("x-api-key", "simulator-key");
      HttpResponse<Buffer> answer =
          SimulatorHarness.await(request.sendJsonObject(JobClient.waveSpeedOrder("x")));
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.bodyAsJsonObject().getInteger("code")).isEqualTo(401);
    }
  }

  @Test
  void paths_unknown_are404InTheEnvelope() {
    for (String path : new String[] {"predictions/nobody/result", "predictions/nobody", "x"}) {
      HttpResponse<Buffer> answer = waveSpeed.get(waveSpeed.predictions(path));
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.bodyAsJsonObject().getInteger("code")).isEqualTo(404);
    }
    assertThat(
            waveSpeed
                .post(
                    waveSpeed.predictions("openai/gpt-image-9/edit"), JobClient.waveSpeedOrder("x"))
                .statusCode())
        .isEqualTo(404);
  }

  private String picture() {
    JsonObject order = JobClient.waveSpeedOrder(PROMPT).put("enable_sync_mode", true);
    return post(JobClient.WAVESPEED, order)
        .getJsonObject("data")
        .getJsonArray("outputs")
        .getString(0);
  }

  private JsonObject post(String path, JsonObject body) {
    HttpResponse<Buffer> answer = waveSpeed.post(waveSpeed.predictions(path), body);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }
}

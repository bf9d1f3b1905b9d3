package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalTest {
  private static final String PROMPT = "a red fox in the snow";

  private final JobClient fal = JobClient.calm();

  @AfterEach
  void close() {
    fal.settled();
    fal.close();
  }

  @Test
  void queue_legalOrder_goesThroughTheWholeLife() throws IOException {
    HttpResponse<Buffer> answer = fal.post(fal.queue(JobClient.FAL), JobClient.falOrder(PROMPT));
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject submitted = answer.bodyAsJsonObject();
    assertThat(submitted.getString("status")).isEqualTo("IN_QUEUE");
    assertThat(submitted.getInteger("queue_position")).isZero();
    String id = submitted.getString("request_id");
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8000-[0-9a-f]{12}");
    assertThat(answer.getHeader("x-fal-request-id")).isEqualTo(id);
    String response = fal.queue("openai/gpt-image-2/requests/") + id;
    assertThat(submitted.getString("response_url")).isEqualTo(response);
    assertThat(submitted.getString("status_url")).isEqualTo(response + "/status");
    assertThat(submitted.getString("cancel_url")).isEqualTo(response + "/cancel");

    JsonObject ended = fal.ended(submitted);
    assertThat(ended.fieldNames())
        .containsExactlyInAnyOrder("status", "request_id", "logs", "metrics", "response_url");
    HttpResponse<Buffer> result = fal.get(response);
    assertThat(result.statusCode()).isEqualTo(200);
    assertThat(result.getHeader("x-fal-request-id")).isEqualTo(id);
    // 12 * 5,000 + 160 * 30,000 nano-dollars are 0.00486 dollars: one cent.
    assertThat(result.getHeader("x-fal-billable-units")).isEqualTo("0.01");
    assertThat(result.bodyAsJsonObject().fieldNames()).containsExactly("images");
    JsonObject image = result.bodyAsJsonObject().getJsonArray("images").getJsonObject(0);
    HttpResponse<Buffer> file = fal.get(image.getString("url"));
    assertThat(file.getHeader("content-type")).isEqualTo("image/png");
    assertThat(file.getHeader("content-length"))
        .isEqualTo(Integer.toString(image.getInteger("file_size")));
    assertSize(file.body().getBytes(), 1024, 768);

    InvoiceLine line = fal.onlyLine();
    assertThat(line.provider()).isEqualTo(SimulatedProvider.FAL);
    assertThat(line.model()).isEqualTo("gpt-image-2");
    assertThat(line.requestId()).isEqualTo(id);
    assertThat(line.clientRequestId()).isEqualTo("mine");
    assertThat(line.chargedNanoUsd()).isEqualTo(10_000_000L);
    assertThat(line.textInputTokens()).isEqualTo(12);
    assertThat(line.status()).isEqualTo(200);
    assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.ANSWERED);
  }

  @Test
  void run_severalImages_areChargedTogetherAndRoundedOnce() {
    JsonObject order = JobClient.falOrder(PROMPT).put("quality", "high").put("num_images", 3);
    order.put("image_size", "square_hd");
    HttpResponse<Buffer> answer = fal.post(fal.run(JobClient.FAL), order);
    Set<String> urls = new HashSet<>();
    answer
        .bodyAsJsonObject()
        .getJsonArray("images")
        .forEach(image -> urls.add(((JsonObject) image).getString("url")));
    assertThat(urls).hasSize(3);
    InvoiceLine line = fal.onlyLine();
    long exact = 36 * 5_000L + line.imageOutputTokens() * 30_000L;
    assertThat(line.imageOutputTokens()).isBetween(3 * 7_024 - 3, 3 * 7_024);
    assertThat(line.chargedNanoUsd()).isEqualTo((exact / 10_000_000 + 1) * 10_000_000);
    assertThat(answer.getHeader("x-fal-billable-units")).isEqualTo("0.64");
  }

  @Test
  void run_syncMode_carriesThePictureItself() throws IOException {
    JsonObject order = JobClient.falOrder(PROMPT).put("sync_mode", true);
    order.put("output_format", "jpeg");
    HttpResponse<Buffer> answer = fal.post(fal.run(JobClient.FAL), order);
    String url = answer.bodyAsJsonObject().getJsonArray("images").getJsonObject(0).getString("url");
    assertThat(url).startsWith("data:image/jpeg;base64,");
    assertSize(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)), 1024, 768);
  }

  @Test
  void edit_ownFileAndDataUri_areCountedByThePatchRule() throws IOException {
    JsonObject first =
        fal.post(fal.run(JobClient.FAL), JobClient.falOrder(PROMPT))
            .bodyAsJsonObject()
            .getJsonArray("images")
            .getJsonObject(0);
    String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(small());
    JsonObject order =
        new JsonObject()
            .put("prompt", PROMPT)
            .put("quality", "low")
            .put("mask_url", first.getString("url"))
            .put("image_urls", new JsonArray().add(first.getString("url")).add(data));
    HttpResponse<Buffer> answer = fal.post(fal.run("openai/gpt-image-2.5/flare/edit"), order);
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(200);
    JsonObject image = answer.bodyAsJsonObject().getJsonArray("images").getJsonObject(0);
    assertThat(image.getInteger("width")).as("of the first picture").isEqualTo(1024);
    assertThat(image.getInteger("height")).isEqualTo(768);
    InvoiceLine line = fal.settled().lines().get(1);
    assertThat(line.textInputTokens()).as("10 more a picture").isEqualTo(12 + 20);
    // 32 x 24 cells and 16 x 16: (768 + 256) * 8,000 + 32 * 5,000 + 134 * 30,000 nano-dollars.
    assertThat(line.imageOutputTokens()).isEqualTo(134);
    assertThat(line.chargedNanoUsd()).isEqualTo(20_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/gpt-image-2.5/flare/text-to-image",
        "openai/gpt-image-2.5/sunburst/text-to-image"
      })
  void queue_newerModels_arePolledAtTheirFirstTwoSegments(String endpoint) {
    JsonObject order = JobClient.falOrder(PROMPT).put("num_images", 5).put("quality", "max");
    order.put("background", "transparent");
    JsonObject submitted = fal.post(fal.queue(endpoint), order).bodyAsJsonObject();
    assertThat(submitted.getString("response_url")).contains("/openai/gpt-image-2.5/requests/");
    fal.ended(submitted);
    JsonObject result = fal.get(submitted.getString("response_url")).bodyAsJsonObject();
    assertThat(result.getJsonArray("images")).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "prompt, null, missing",
    "prompt, '\"\"', string_too_short",
    "prompt, 7, string_type",
    "num_images, 0, greater_than_equal",
    "num_images, 5, less_than_equal",
    "num_images, 99999999999999999999, less_than_equal",
    "num_images, 1.5, int_type",
    "quality, '\"max\"', literal_error",
    "output_format, '\"webp\"', literal_error",
    "image_size, '\"1024x1024\"', literal_error",
    "image_size, '{\"width\":1024}', missing",
    "image_size, '{\"width\":1000,\"height\":1024}', multiple_of",
    "image_size, '{\"width\":4096,\"height\":1024}', less_than_equal",
    "image_size, '{\"width\":512,\"height\":512}', value_error",
    "sync_mode, 1, bool_type",
  })
  void input_illegal_isADetailAndFree(String name, String json, String type) {
    JsonObject order = new JsonObject("{\"prompt\":\"x\",\"" + name + "\":" + json + "}");
    HttpResponse<Buffer> direct = fal.post(fal.run(JobClient.FAL), order);
    assertDetail(direct, 422, type, name);
    assertThat(direct.getHeader("x-fal-retryable")).isEqualTo("false");
    JsonObject submitted = fal.post(fal.queue(JobClient.FAL), order).bodyAsJsonObject();
    assertThat(submitted.getString("status")).isEqualTo("IN_QUEUE");
    JsonObject status = fal.ended(submitted);
    assertThat(status.getString("error_type")).isEqualTo(type);
    assertThat(status.getString("error")).isEqualTo("Unexpected status code: 422");
    assertDetail(fal.get(submitted.getString("response_url")), 422, type, name);
    Invoice invoice = fal.settled();
    assertThat(invoice.chargedNanoUsd()).isZero();
    assertThat(invoice.lines()).hasSize(2).allMatch(line -> line.status() == 422);
  }

  @ParameterizedTest
  @CsvSource({
    "null, missing",
    "[], sequence_too_short",
    "'[\"http://example.com/a.png\"]', file_download_error",
    "'[\"data:image/png;base64,!\"]', file_download_error",
    "'[\"data:image/png;base64,AAAA\"]', image_load_error",
    "'[7]', string_type",
  })
  void edit_illegalPictures_areADetail(String urls, String type) {
    JsonObject order = new JsonObject("{\"prompt\":\"x\",\"image_urls\":" + urls + "}");
    assertDetail(fal.post(fal.run(JobClient.FAL + "/edit"), order), 422, type, "image_urls");
  }

  @Test
  void unknownFields_areIgnored() {
    JsonObject order = JobClient.falOrder(PROMPT).put("seed", 7).put("n", 3).put("style", "x");
    assertThat(fal.post(fal.run(JobClient.FAL), order).statusCode()).isEqualTo(200);
  }

  @Test
  void key_wrong_is401EverywhereAndBearerIsNoKey() {
    JsonObject submitted =
        fal.post(fal.queue(JobClient.FAL), JobClient.falOrder("x")).bodyAsJsonObject();
    for (String key : new String[] {"", "Key wrong", "Bearer simulator-key"}) {
      for (String url :
          new String[] {submitted.getString("status_url"), submitted.getString("response_url")}) {
        assertUnauthorized(HttpMethod.GET, url, key);
      }
      assertUnauthorized(HttpMethod.PUT, submitted.getString("cancel_url"), key);
      assertUnauthorized(HttpMethod.POST, fal.run(JobClient.FAL), key);
      assertUnauthorized(HttpMethod.POST, fal.queue(JobClient.FAL), key);
    }
  }

  @Test
  void paths_unknownOrTooLong_areToldApart() {
    JsonObject submitted =
        fal.post(fal.queue(JobClient.FAL), JobClient.falOrder("x")).bodyAsJsonObject();
    String id = submitted.getString("request_id");
    HttpResponse<Buffer> status = fal.get(fal.queue("openai/gpt-image-2/requests/nobody/status"));
    assertThat(status.statusCode()).isEqualTo(404);
    assertThat(status.bodyAsJsonObject().getMap()).isEqualTo(Map.of("status", "NOT_FOUND"));
    HttpResponse<Buffer> result = fal.get(fal.queue("openai/gpt-image-2/requests/nobody"));
    assertThat(result.statusCode()).isEqualTo(404);
    assertThat(result.bodyAsJsonObject().getMap()).isEqualTo(Map.of("detail", "Request not found"));
    String other = fal.queue("openai/gpt-image-2.5/requests/") + id;
    assertThat(fal.get(other).statusCode()).as("another app").isEqualTo(404);
    String longer = fal.queue("openai/gpt-image-2/edit/requests/") + id;
    assertThat(fal.get(longer).statusCode()).isEqualTo(405);
    assertThat(fal.get(longer + "/status").statusCode()).isEqualTo(405);
    assertThat(fal.post(fal.run("openai/gpt-image-9"), JobClient.falOrder("x")).statusCode())
        .isEqualTo(404);
  }

  @Test
  void body_unreadableOrTooLong_isAFlatFailure() {
    HttpResponse<Buffer> broken =
        SimulatorHarness.await(
            fal.request(HttpMethod.POST, fal.run(JobClient.FAL))
                .putHeader("content-type", "application/json")
                .sendBuffer(Buffer.buffer("{")));
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.bodyAsJsonObject().getString("error_type")).isEqualTo("bad_request");
    JsonObject order = JobClient.falOrder("x".repeat(1 << 20));
    HttpResponse<Buffer> large = fal.post(fal.queue(JobClient.FAL), order);
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(fal.settled().lines().get(1).status()).isEqualTo(413);
  }

  @Test
  void prices_asked_areOneDollarAUnit() {
    JsonObject body =
        fal.get(
                fal.simulator.falRunUrl().replace("/run", "/api/v1/models/pricing")
                    + "?endpoint_id=openai%2Fgpt-image-2&endpoint_id=openai%2Fgpt-image-2%2Fedit")
            .bodyAsJsonObject();
    assertThat(body.getJsonArray("prices")).hasSize(2);
    JsonObject price = body.getJsonArray("prices").getJsonObject(1);
    assertThat(price.getString("endpoint_id")).isEqualTo("openai/gpt-image-2/edit");
    assertThat(price.getInteger("unit_price")).isEqualTo(1);
    assertThat(price.getString("currency")).isEqualTo("USD");
  }

  private void assertUnauthorized(HttpMethod method, String url, String key) {
    var request = fal.request(method, url);
    request.headers().remove("authorization");
    if (!key.isEmpty()) {
      request.putHeader("authorization", key);
    }
    HttpResponse<Buffer> answer = SimulatorHarness.await(request.sendJsonObject(new JsonObject()));
    assertThat(answer.statusCode()).as(url).isEqualTo(401);
    assertThat(answer.bodyAsJsonObject().getMap())
        .isEqualTo(Map.of("detail", "invalid key credentials"));
  }

  private static void assertDetail(
      HttpResponse<Buffer> answer, int status, String type, String field) {
    assertThat(answer.statusCode()).as(answer.bodyAsString()).isEqualTo(status);
    assertThat(answer.getHeader("x-fal-billable-units")).isEqualTo("0");
    assertThat(answer.getHeader("x-fal-request-id")).isNotBlank();
    JsonObject detail = answer.bodyAsJsonObject().getJsonArray("detail").getJsonObject(0);
    assertThat(detail.getString("type")).isEqualTo(type);
    assertThat(detail.getString("url")).isEqualTo("https://docs.fal.ai/errors/#" + type);
    assertThat(detail.getJsonArray("loc").getString(0)).isEqualTo("body");
    assertThat(detail.getJsonArray("loc").getString(1)).isEqualTo(field);
    assertThat(detail.getString("msg")).isNotBlank();
  }

  /** A png of 256x256 pixels. */
  private static byte[] small() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }

  static void assertSize(byte[] picture, int width, int height) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
    assertThat(image).isNotNull();
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
  }
}

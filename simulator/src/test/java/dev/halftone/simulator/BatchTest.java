package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BatchTest {
  private static final String GENERATIONS = "/v1/images/generations";
  private static final String EDITS = "/v1/images/edits";
  private static final int PROMPT_TOKENS = 1 + 6;
  private static final long PRICE = (PROMPT_TOKENS * 5_000L + 158 * 30_000L) / 2;

  private final AtomicLong nanos = new AtomicLong();
  private SimulatorHarness harness = harness(Duration.ofMinutes(10), FaultRates.none());

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void batch_asTimePasses_goesThroughItsStatesAndBillsHalf() {
    String input = upload(line("a", "fox"), line("b", "owl"), line("c", "gore"), illegal("d"));
    JsonObject batch = create(input, GENERATIONS);
    assertThat(batch.getString("object")).isEqualTo("batch");
    assertThat(batch.getString("status")).isEqualTo("validating");
    assertThat(batch.getLong("expires_at") - batch.getLong("created_at")).isEqualTo(86_400);
    assertThat(batch.getJsonObject("metadata").getString("who")).isEqualTo("me");
    pass(Duration.ofMinutes(6));
    batch = show(batch);
    assertThat(batch.getString("status")).isEqualTo("in_progress");
    assertThat(batch.getJsonObject("request_counts").getMap())
        .isEqualTo(Map.of("total", 4, "completed", 2, "failed", 0));
    assertThat(batch.getValue("output_file_id")).isNull();
    assertThat(harness.simulator.invoice().lines()).isEmpty();
    pass(Duration.ofMinutes(4));
    batch = finish(batch);
    assertThat(batch.getString("status")).isEqualTo("completed");
    assertThat(batch.getLong("completed_at") - batch.getLong("created_at")).isEqualTo(600);
    assertThat(batch.getJsonObject("request_counts").getMap())
        .isEqualTo(Map.of("total", 4, "completed", 2, "failed", 2));
    List<JsonObject> output = lines(batch.getString("output_file_id"));
    assertThat(output).extracting(line -> line.getString("custom_id")).containsExactly("a", "b");
    JsonObject response = output.get(0).getJsonObject("response");
    assertThat(output.get(0).getString("id")).startsWith("batch_req_");
    assertThat(output.get(0).getValue("error")).isNull();
    assertThat(response.getInteger("status_code")).isEqualTo(200);
    JsonObject body = response.getJsonObject("body");
    assertThat(body.getJsonObject("usage").getInteger("output_tokens")).isEqualTo(158);
    byte[] picture = SimulatorHarness.picture(SimulatedProvider.OPENAI, body);
    assertThat(PictureHeader.of(picture).orElseThrow().size()).isEqualTo(new PixelSize(1536, 1024));
    List<JsonObject> errors = lines(batch.getString("error_file_id"));
    assertThat(errors)
        .extracting(
            line ->
                line.getJsonObject("response")
                    .getJsonObject("body")
                    .getJsonObject("error")
                    .getString("code"))
        .containsExactly("moderation_blocked", "invalid_value");
    Map<String, Long> charged =
        harness.simulator.invoice().lines().stream()
            .collect(Collectors.toMap(InvoiceLine::clientRequestId, InvoiceLine::chargedNanoUsd));
    assertThat(charged).isEqualTo(Map.of("a", PRICE, "b", PRICE, "c", 0L, "d", 0L));
  }

  @Test
  void batch_longerThanTheWindow_expiresInPart() {
    harness.close();
    harness = harness(Duration.ofHours(30), FaultRates.none());
    JsonObject batch =
        create(upload(line("a", "fox"), line("b", "owl"), line("c", "elk")), GENERATIONS);
    pass(BatchSchedule.WINDOW);
    batch = finish(batch);
    assertThat(batch.getString("status")).isEqualTo("expired");
    assertThat(lines(batch.getString("output_file_id"))).hasSize(2);
    List<JsonObject> errors = lines(batch.getString("error_file_id"));
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0).getString("custom_id")).isEqualTo("c");
    assertThat(errors.get(0).getValue("response")).isNull();
    assertThat(errors.get(0).getJsonObject("error").getString("code")).isEqualTo("batch_expired");
    assertThat(harness.simulator.invoice().chargedNanoUsd()).isEqualTo(2 * PRICE);
  }

  @Test
  void batch_cancelled_keepsAndBillsWhatWasDone() {
    JsonObject batch =
        create(upload(line("a", "fox"), line("b", "owl"), line("c", "elk")), GENERATIONS);
    pass(Duration.ofMinutes(5));
    JsonObject cancelling = post("/batches/" + batch.getString("id") + "/cancel");
    assertThat(cancelling.getString("status")).isEqualTo("cancelling");
    batch = finish(cancelling);
    assertThat(batch.getString("status")).isEqualTo("cancelled");
    assertThat(lines(batch.getString("output_file_id"))).hasSize(1);
    assertThat(lines(batch.getString("error_file_id")))
        .extracting(line -> line.getJsonObject("error").getString("code"))
        .containsExactly("batch_cancelled", "batch_cancelled");
    assertThat(harness.simulator.invoice().chargedNanoUsd()).isEqualTo(PRICE);
    String path = "/batches/" + batch.getString("id") + "/cancel";
    assertThat(SimulatorHarness.await(request("POST", path).send()).statusCode()).isEqualTo(409);
  }

  @Test
  void batch_ofEdits_takesUploadedPictures() {
    String picture = upload("vision", "a.png", Buffer.buffer(Pictures.png(PixelSize.SQUARE)));
    String url =
        "data:image/png;base64,"
            + Base64.getEncoder().encodeToString(Pictures.png(PixelSize.SQUARE));
    JsonArray images =
        new JsonArray()
            .add(new JsonObject().put("file_id", picture))
            .add(new JsonObject().put("image_url", url));
    JsonObject line = line("a", "fox").put("url", EDITS);
    line.getJsonObject("body").put("images", images);
    JsonObject batch = create(upload(line), EDITS);
    pass(Duration.ofMinutes(10));
    assertThat(finish(batch).getString("status")).isEqualTo("completed");
    assertThat(harness.onlyLine().imageInputTokens()).isEqualTo(2 * 1_024);
    assertThat(harness.onlyLine().chargedNanoUsd()).isEqualTo(PRICE + 2 * 1_024 * 4_000L);
  }

  @Test
  void batch_faultRates_failAShareOfLinesTheSameEachTime() {
    harness.close();
    List<Set<String>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      harness =
          harness(
              Duration.ofMinutes(1), FaultRates.newBuilder().rate(Fault.SERVER_ERROR, 0.5).build());
      nanos.set(0);
      JsonObject[] all =
          IntStream.range(0, 12).mapToObj(i -> line("l" + i, "p" + i)).toArray(JsonObject[]::new);
      JsonObject batch = create(upload(all), GENERATIONS);
      pass(Duration.ofMinutes(1));
      batch = finish(batch);
      runs.add(
          lines(batch.getString("error_file_id")).stream()
              .map(line -> line.getString("custom_id"))
              .collect(Collectors.toSet()));
      if (run == 0) {
        harness.close();
      }
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).hasSizeBetween(2, 10);
  }

  @ParameterizedTest
  @EnumSource
  void batch_faults_areBilledHalfOfWhatTheySay(Fault fault) {
    harness.close();
    harness = harness(Duration.ofMinutes(1), FaultRates.always(fault));
    JsonObject batch = create(upload(line("a", "fox")), GENERATIONS);
    assertThat(harness.simulator.unfinishedCalls()).isEqualTo(1);
    pass(Duration.ofMinutes(1));
    batch = finish(batch);
    boolean served = batch.getValue("output_file_id") != null;
    boolean refused = fault == Fault.REFUSED_AFTER_WORK;
    boolean unread = fault == Fault.CUT_BEFORE_READ;
    assertThat(served).isEqualTo(unread || (fault.isBilled() && !refused));
    InvoiceLine line = harness.onlyLine();
    assertThat(line.chargedNanoUsd()).isEqualTo(unread || fault.isBilled() ? PRICE : 0);
    assertThat(line.ending() == InvoiceLine.Ending.SPOILED).isEqualTo(fault.spoilsPictures());
    assertThat(harness.simulator.unfinishedCalls()).isZero();
  }

  @Test
  void file_wrong_failsTheBatchAndNamesTheLines() {
    JsonObject other = line("b", "owl");
    other.getJsonObject("body").put("model", "gpt-image-2.5-flare");
    Buffer content =
        Buffer.buffer(
            String.join(
                "\n",
                line("a", "fox").encode(),
                "{broken",
                line("a", "fox").encode(),
                other.encode(),
                line("c", "fox").put("url", EDITS).encode()));
    JsonObject batch = create(upload("batch", "jobs.jsonl", content), GENERATIONS);
    pass(Duration.ofMinutes(1));
    batch = show(batch);
    assertThat(batch.getString("status")).isEqualTo("failed");
    JsonArray errors = batch.getJsonObject("errors").getJsonArray("data");
    assertThat(errors.stream().map(error -> ((JsonObject) error).getString("code")))
        .containsExactly(
            "invalid_json_line", "duplicate_custom_id", "mismatched_model", "invalid_url");
    assertThat(errors.getJsonObject(0).getInteger("line")).isEqualTo(2);
    pass(Duration.ofHours(1));
    assertThat(show(batch).getString("status")).isEqualTo("failed");
    assertThat(harness.simulator.invoice().lines()).isEmpty();
  }

  @Test
  void files_uploaded_areDescribedAndReturned() {
    String id = upload("batch", "jobs.jsonl", Buffer.buffer("{}"));
    JsonObject file =
        SimulatorHarness.await(request("GET", "/files/" + id).send()).bodyAsJsonObject();
    assertThat(file.getString("object")).isEqualTo("file");
    assertThat(file.getString("filename")).isEqualTo("jobs.jsonl");
    assertThat(file.getString("purpose")).isEqualTo("batch");
    assertThat(file.getInteger("bytes")).isEqualTo(2);
    assertThat(content(id)).isEqualTo("{}");
    assertThat(SimulatorHarness.await(request("GET", "/files/none").send()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void batches_listed_areNewestFirstAndPaged() {
    String input = upload(line("a", "fox"));
    String first = create(input, GENERATIONS).getString("id");
    String second = create(input, GENERATIONS).getString("id");
    JsonObject page =
        SimulatorHarness.await(request("GET", "/batches?limit=1").send()).bodyAsJsonObject();
    assertThat(page.getString("first_id")).isEqualTo(second);
    assertThat(page.getBoolean("has_more")).isTrue();
    JsonObject next =
        SimulatorHarness.await(request("GET", "/batches?limit=1&after=" + second).send())
            .bodyAsJsonObject();
    assertThat(next.getString("last_id")).isEqualTo(first);
    assertThat(next.getBoolean("has_more")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, /v1/responses",
    "completion_window, 1h",
    "input_file_id, file-none",
  })
  void batch_wrongParameter_is400(String name, String value) {
    JsonObject body = order(upload(line("a", "fox")), GENERATIONS).put(name, value);
    HttpResponse<Buffer> response =
        SimulatorHarness.await(request("POST", "/batches").sendJsonObject(body));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.bodyAsJsonObject().getJsonObject("error").getString("param"))
        .isEqualTo(name);
  }

  @Test
  void key_wrong_is401Everywhere() {
    for (String path : new String[] {"/files/x", "/batches", "/batches/x"}) {
      HttpResponse<Buffer> response =
          SimulatorHarness.await(request("GET", path).bearerTokenAuthentication("wrong").send());
      assertThat(response.statusCode()).as(path).isEqualTo(401);
    }
  }

  private SimulatorHarness harness(Duration batch, FaultRates faults) {
    return new SimulatorHarness(
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .nanoTicker(nanos::get)
            .blockedWords(Set.of("gore"))
            .profile(SimulatedProvider.OPENAI, ProviderProfile.calm().withFaults(faults))
            .batchDuration(batch));
  }

  private void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  private HttpRequest<Buffer> request(String method, String path) {
    String url = harness.simulator.openAiBaseUrl() + path;
    return (method.equals("GET") ? harness.client.getAbs(url) : harness.client.postAbs(url))
        .bearerTokenAuthentication("simulator-key");
  }

  private JsonObject create(String input, String endpoint) {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(request("POST", "/batches").sendJsonObject(order(input, endpoint)));
    assertThat(response.statusCode()).isEqualTo(200);
    return response.bodyAsJsonObject();
  }

  private static JsonObject order(String input, String endpoint) {
    return new JsonObject()
        .put("input_file_id", input)
        .put("endpoint", endpoint)
        .put("completion_window", "24h")
        .put("metadata", new JsonObject().put("who", "me"));
  }

  private JsonObject post(String path) {
    return SimulatorHarness.await(request("POST", path).send()).bodyAsJsonObject();
  }

  private JsonObject show(JsonObject batch) {
    return SimulatorHarness.await(request("GET", "/batches/" + batch.getString("id")).send())
        .bodyAsJsonObject();
  }

  /** Asks until the files are written; each answer is awaited, so this does not spin. */
  private JsonObject finish(JsonObject batch) {
    for (int i = 0; i < 100_000; i++) {
      JsonObject now = show(batch);
      String status = now.getString("status");
      if (!status.equals("finalizing") && !status.equals("cancelling")) {
        return now;
      }
    }
    throw new AssertionError("the batch does not finish");
  }

  private String upload(JsonObject... lines) {
    StringBuilder text = new StringBuilder();
    for (JsonObject line : lines) {
      text.append(line.encode()).append('\n');
    }
    return upload("batch", "jobs.jsonl", Buffer.buffer(text.toString()));
  }

  private String upload(String purpose, String name, Buffer content) {
    MultipartForm form =
        MultipartForm.create()
            .attribute("purpose", purpose)
            .binaryFileUpload("file", name, content, "application/octet-stream");
    HttpResponse<Buffer> response =
        SimulatorHarness.await(request("POST", "/files").sendMultipartForm(form));
    assertThat(response.statusCode()).isEqualTo(200);
    return response.bodyAsJsonObject().getString("id");
  }

  private List<JsonObject> lines(String fileId) {
    return content(fileId).lines().map(JsonObject::new).toList();
  }

  private String content(String fileId) {
    return SimulatorHarness.await(request("GET", "/files/" + fileId + "/content").send())
        .bodyAsString();
  }

  private static JsonObject line(String customId, String prompt) {
    return new JsonObject()
        .put("custom_id", customId)
        .put("method", "POST")
        .put("url", GENERATIONS)
        .put("body", SimulatorHarness.order("gpt-image-2", prompt));
  }

  private static JsonObject illegal(String customId) {
    JsonObject line = line(customId, "fox");
    line.getJsonObject("body").put("size", "1920x1080");
    return line;
  }
}

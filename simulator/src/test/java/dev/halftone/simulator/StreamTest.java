package dev.halftone.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StreamTest {
  private static final String PROMPT = "a red fox in the snow";
  private static final int PROMPT_TOKENS = 6 + 6;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();

  @AfterEach
  void close() {
    SimulatorHarness.await(vertx.close());
  }

  @Test
  void openAi_generation_sendsPartialsAndThenUsage() {
    try (SimulatorHarness harness = SimulatorHarness.calm()) {
      Answer answer = call(harness.simulator.openAiBaseUrl() + "/images/generations", order(2));
      assertThat(answer.status).isEqualTo(200);
      assertThat(answer.contentType).isEqualTo("text/event-stream; charset=utf-8");
      assertThat(answer.cut).isFalse();
      List<JsonObject> events = answer.events();
      assertThat(events).hasSize(3);
      for (int i = 0; i < 2; i++) {
        JsonObject partial = events.get(i);
        assertThat(partial.getString("type")).isEqualTo("image_generation.partial_image");
        assertThat(partial.getInteger("partial_image_index")).isEqualTo(i);
        assertThat(partial.containsKey("usage")).isFalse();
        assertThat(partial.getString("size")).isEqualTo(SimulatorHarness.SIZE);
        assertPng(partial);
      }
      assertThat(events.get(0).getString("b64_json"))
          .isNotEqualTo(events.get(1).getString("b64_json"));
      JsonObject last = events.get(2);
      assertThat(last.getString("type")).isEqualTo("image_generation.completed");
      assertThat(last.containsKey("partial_image_index")).isFalse();
      assertPng(last);
      JsonObject usage = last.getJsonObject("usage");
      assertThat(usage.getInteger("output_tokens")).isEqualTo(158 + 200);
      assertThat(usage.getJsonObject("output_tokens_details").getMap())
          .isEqualTo(Map.of("image_tokens", 358, "text_tokens", 0));
      assertThat(harness.onlyLine().chargedNanoUsd())
          .isEqualTo(PROMPT_TOKENS * 5_000L + 358 * 30_000L);
      assertThat(harness.onlyLine().ending()).isEqualTo(InvoiceLine.Ending.ANSWERED);
    }
  }

  @Test
  void openAi_edit_namesItsEventsAfterTheEdit() {
    try (SimulatorHarness harness = SimulatorHarness.calm()) {
      String url =
          "data:image/png;base64,"
              + Base64.getEncoder().encodeToString(Pictures.png(PixelSize.SQUARE));
      JsonObject order =
          order(1).put("images", new JsonArray().add(new JsonObject().put("image_url", url)));
      List<JsonObject> events =
          call(harness.simulator.openAiBaseUrl() + "/images/edits", order).events();
      assertThat(events)
          .extracting(event -> event.getString("type"))
          .containsExactly("image_edit.partial_image", "image_edit.completed");
      assertThat(
              events
                  .get(1)
                  .getJsonObject("usage")
                  .getJsonObject("input_tokens_details")
                  .getInteger("image_tokens"))
          .isEqualTo(1_024);
    }
  }

  @Test
  void azure_generationWithoutPartials_isOneEvent() {
    try (SimulatorHarness harness = SimulatorHarness.calm()) {
      List<JsonObject> events =
          call(harness.simulator.azureEndpoint() + "/openai/v1/images/generations", order(0))
              .events();
      assertThat(events).hasSize(1);
      assertThat(events.get(0).getJsonObject("usage").containsKey("output_tokens_details"))
          .isFalse();
    }
  }

  @Test
  void broken_inTheMiddle_isAnErrorEventAndFree() {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.SERVER_ERROR))) {
      Answer answer = call(harness.simulator.openAiBaseUrl() + "/images/generations", order(2));
      assertThat(answer.status).isEqualTo(200);
      assertThat(answer.cut).isFalse();
      List<JsonObject> events = answer.events();
      assertThat(events).hasSize(2);
      assertThat(answer.text()).contains("\n\nevent: error\ndata: {");
      assertThat(events.get(1).getJsonObject("error").getString("type")).isEqualTo("server_error");
      assertThat(harness.onlyLine().chargedNanoUsd()).isZero();
    }
  }

  @Test
  void overload_beforeTheStream_isAnOrdinary429() {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.OVERLOAD))) {
      Answer answer = call(harness.simulator.openAiBaseUrl() + "/images/generations", order(2));
      assertThat(answer.status).isEqualTo(429);
      assertThat(answer.contentType).isEqualTo("application/json");
    }
  }

  @Test
  void cut_afterWork_happensAtAllThreePlacesAndIsBilled() {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.CUT_AFTER_WORK))) {
      Set<String> places = new HashSet<>();
      for (int i = 0; i < 16; i++) {
        JsonObject order = order(2).put("prompt", "prompt " + i);
        Answer answer = call(harness.simulator.openAiBaseUrl() + "/images/generations", order);
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.cut).isTrue();
        String text = answer.text();
        places.add(
            text.isEmpty()
                ? "before"
                : text.contains("image_generation.completed") ? "within" : "between");
      }
      assertThat(places).containsExactlyInAnyOrder("before", "between", "within");
      for (InvoiceLine line : harness.simulator.invoice().lines()) {
        assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.CUT_AFTER_WORK);
        assertThat(line.imageOutputTokens()).isEqualTo(358);
        assertThat(line.chargedNanoUsd())
            .isEqualTo(line.textInputTokens() * 5_000L + 358 * 30_000L);
      }
    }
  }

  /** How a stream of two partial pictures goes: what was cut off, and how the line ends. */
  @ParameterizedTest
  @CsvSource({
    "NO_IMAGES, false, 3, SPOILED",
    "TRUNCATED_BASE64, false, 3, SPOILED",
    "INVALID_BASE64, false, 3, SPOILED",
    "WRONG_FORMAT, false, 3, SPOILED",
    "REFUSED_AFTER_WORK, false, 3, ANSWERED",
    "ERROR_IN_OK, false, 2, ANSWERED",
    "SLOW_BODY, false, 3, ANSWERED",
    "CUT_BEFORE_LAST_BYTE, true, 3, CUT_AFTER_WORK"
  })
  void fault_inAStream_strikesItsLastEvent(
      Fault fault, boolean cut, int events, InvoiceLine.Ending ending) {
    try (SimulatorHarness harness = faulty(FaultRates.always(fault))) {
      Answer answer = call(harness.simulator.openAiBaseUrl() + "/images/generations", order(2));
      assertThat(answer.status).isEqualTo(200);
      assertThat(answer.cut).isEqualTo(cut);
      assertThat(answer.events()).hasSize(events);
      assertThat(answer.text().endsWith("\n\n")).isEqualTo(!cut);
      JsonObject last = answer.events().get(events - 1);
      switch (fault) {
        case NO_IMAGES -> assertThat(last.containsKey("b64_json")).isFalse();
        case TRUNCATED_BASE64, INVALID_BASE64 ->
            assertThatThrownBy(() -> Base64.getDecoder().decode(last.getString("b64_json")))
                .isInstanceOf(IllegalArgumentException.class);
        case WRONG_FORMAT ->
            assertThat(new String(Base64.getDecoder().decode(last.getString("b64_json")), UTF_8))
                .startsWith("<!doctype html>");
        case REFUSED_AFTER_WORK ->
            assertThat(last.getJsonObject("error").getString("code"))
                .isEqualTo("moderation_blocked");
        case ERROR_IN_OK ->
            assertThat(last.getJsonObject("error").getString("type")).isEqualTo("server_error");
        default -> assertPng(last);
      }
      InvoiceLine line = harness.onlyLine();
      assertThat(line.ending()).isEqualTo(ending);
      assertThat(line.chargedNanoUsd())
          .isEqualTo(fault.isBilled() ? PROMPT_TOKENS * 5_000L + 358 * 30_000L : 0);
    }
  }

  /** Whatever goes wrong, a streamed call is billed as the fault says and leaves complete books. */
  @ParameterizedTest
  @EnumSource
  void fault_ofAStream_isBilledAsItSays(Fault fault) throws Exception {
    CompletableFuture<InvoiceLine> ended = new CompletableFuture<>();
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .onCallEnd(ended::complete)
            .profile(
                SimulatedProvider.OPENAI,
                ProviderProfile.calm().withFaults(FaultRates.always(fault)));
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      var call =
          client
              .request(post(harness.simulator.openAiBaseUrl() + "/images/generations"))
              .compose(request -> request.send(order(1).toBuffer()));
      InvoiceLine line = ended.get(30, TimeUnit.SECONDS);
      assertThat(line.isCharged()).isEqualTo(fault.isBilled());
      assertThat(call).isNotNull();
    }
  }

  @Test
  void client_thatHangsUpAfterAPartial_isChargedForAll() {
    LatencyCurve slow = new LatencyCurve(Duration.ofMillis(300), Duration.ZERO, 0);
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .profile(SimulatedProvider.OPENAI, ProviderProfile.calm().withLatency(slow));
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      String url = harness.simulator.openAiBaseUrl() + "/images/generations";
      Future<Void> gone =
          client
              .request(post(url))
              .compose(request -> request.send(order(2).toBuffer()))
              .compose(
                  response -> {
                    Promise<Void> closed = Promise.promise();
                    response.handler(
                        first -> response.request().connection().close().onComplete(closed));
                    return closed.future();
                  });
      SimulatorHarness.await(gone);
      // The one after it takes as long and so ends later.
      assertThat(call(url, order(0)).status).isEqualTo(200);
      InvoiceLine first = harness.simulator.invoice().lines().get(0);
      assertThat(first.ending()).isEqualTo(InvoiceLine.Ending.CLIENT_GONE);
      assertThat(first.chargedNanoUsd()).isEqualTo(PROMPT_TOKENS * 5_000L + 358 * 30_000L);
    }
  }

  @Test
  void openAi_severalPictures_cannotBeStreamed() {
    try (SimulatorHarness harness = SimulatorHarness.calm()) {
      String url = harness.simulator.openAiBaseUrl() + "/images/generations";
      Answer answer = call(url, order(0).put("n", 2));
      assertThat(answer.status).isEqualTo(400);
      assertThat(answer.text()).contains("\"param\":\"n\"");
    }
  }

  @Test
  void plan_ofAFate_spreadsTheEventsOverTheLatency() {
    ImageOrder order =
        new ImageOrder(
                "gpt-image-2",
                SimulatedModel.find("gpt-image-2").orElseThrow(),
                PROMPT,
                1,
                PixelSize.SQUARE,
                "high",
                PictureFormat.PNG,
                100,
                false,
                List.of())
            .streaming(3);
    StreamPlan plan = StreamPlan.of(order, new Fate(null, 40_000, false));
    assertThat(plan).isEqualTo(new StreamPlan(3, StreamPlan.Ending.COMPLETED, 10_000));
  }

  private Answer call(String url, JsonObject order) {
    Future<Answer> answered =
        client
            .request(post(url))
            .compose(request -> request.send(order.toBuffer()))
            .compose(
                response -> {
                  Answer answer =
                      new Answer(response.statusCode(), response.getHeader("content-type"));
                  Promise<Answer> done = Promise.promise();
                  response.handler(answer.body::appendBuffer);
                  response.endHandler(end -> done.tryComplete(answer));
                  response.exceptionHandler(
                      cause -> {
                        answer.cut = true;
                        done.tryComplete(answer);
                      });
                  return done.future();
                });
    return SimulatorHarness.await(answered);
  }

  private static RequestOptions post(String url) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setAbsoluteURI(url)
        .putHeader("authorization", "Bearer simulator-key")
        .putHeader("content-type", "application/json");
  }

  private static JsonObject order(int partials) {
    return SimulatorHarness.order("gpt-image-2", PROMPT)
        .put("stream", true)
        .put("partial_images", partials);
  }

  private static void assertPng(JsonObject event) {
    byte[] picture = Base64.getDecoder().decode(event.getString("b64_json"));
    assertThat(PictureHeader.of(picture).orElseThrow().size()).isEqualTo(new PixelSize(1536, 1024));
  }

  private static SimulatorHarness faulty(FaultRates faults) {
    return new SimulatorHarness(
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .profile(SimulatedProvider.OPENAI, ProviderProfile.calm().withFaults(faults)));
  }

  /** What arrived, and whether the connection broke before the end. */
  private static final class Answer {
    final int status;
    final String contentType;
    final Buffer body = Buffer.buffer();
    volatile boolean cut;

    Answer(int status, String contentType) {
      this.status = status;
      this.contentType = contentType;
    }

    String text() {
      return body.toString();
    }

    List<JsonObject> events() {
      List<JsonObject> events = new ArrayList<>();
      for (String event : text().split("\n\n", 0)) {
        String[] lines = event.split("\n", 2);
        JsonObject data = new JsonObject(lines[1].substring("data: ".length()));
        String name = lines[0].substring("event: ".length());
        assertThat(data.getString("type", "error")).isEqualTo(name);
        events.add(data);
      }
      return events;
    }
  }
}

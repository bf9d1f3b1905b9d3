package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static dev.halftone.provider.OpenAiBatchBodies.batch;
import static dev.halftone.provider.OpenAiBatchBodies.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.BatchState;
import dev.halftone.image.BatchState.Status;
import dev.halftone.image.BatchTicket;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBatchesTest extends BatchHarness {
  @Test
  void submit_generations_uploadsLinesAndCreatesOnce() throws Exception {
    accept();
    List<ProviderCall> calls = List.of(call("a-1"), call("b \"2\""));
    BatchTicket ticket = await(provider.submit("own-1", calls));
    assertThat(ticket).isEqualTo(new BatchTicket("batch_1", List.of("a-1", "b \"2\"")));
    String form = sent("/v1/files").getBodyAsString();
    assertThat(form)
        .contains("name=\"purpose\"\r\n\r\nbatch\r\n")
        .contains("name=\"file\"; filename=\"halftone.jsonl\"\r\n");
    List<JsonNode> lines = lines(form);
    assertThat(lines)
        .extracting(line -> line.path("custom_id").asText())
        .contains("a-1", "b \"2\"");
    assertThat(lines).extracting(line -> line.path("method").asText()).containsOnly("POST");
    assertThat(lines)
        .extracting(line -> line.path("url").asText())
        .containsOnly("/v1/images/generations");
    JsonNode body = lines.get(0).path("body");
    assertThat(body)
        .isEqualTo(WireJson.parse(OpenAiCodec.request(calls.get(0), "gpt-image-2").getBytes()));
    assertThat(WireJson.parse(sent("/v1/batches").getBody()))
        .isEqualTo(
            WireJson.parse(
                """
                {"input_file_id":"file-1","endpoint":"/v1/images/generations",
                 "completion_window":"24h","metadata":{"halftone":"own-1"}}"""
                    .getBytes(StandardCharsets.UTF_8)));
    assertThat(sent("/v1/batches").header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
  }

  @Test
  void submit_edits_carriesImagesAsDataUrls() throws Exception {
    accept();
    ImageRequest edit =
        request().inputImages(List.of(EditContract.REFERENCE)).mask(EditContract.MASK).build();
    await(provider.submit("own-1", List.of(call("a", edit, "gpt-image-2"))));
    JsonNode line = lines(sent("/v1/files").getBodyAsString()).get(0);
    assertThat(line.path("url").asText()).isEqualTo("/v1/images/edits");
    assertThat(line.path("body").path("images").path(0).path("image_url").asText())
        .isEqualTo("data:image/png;base64," + base64(EditContract.REFERENCE));
    assertThat(line.path("body").path("mask").path("image_url").asText())
        .isEqualTo("data:image/png;base64," + base64(EditContract.MASK));
  }

  @Test
  void capabilities_edits_claimOnlyWhatTheirLinesCarry() throws Exception {
    accept();
    ImageRequest edit =
        request().inputImages(List.of(EditContract.REFERENCE)).thinking(Thinking.HIGH).build();
    await(provider.submit("own-1", List.of(call("a", edit, "gpt-image-2"))));
    JsonNode body = lines(sent("/v1/files").getBodyAsString()).get(0).path("body");
    assertThat(body.has("complexity") || body.has("reasoning") || body.has("thinking")).isFalse();
    assertThat(provider.capabilities().honouredFor(edit)).doesNotContain(Parameter.THINKING);
  }

  @Test
  void submit_whatCannotBeOneBatch_sendsNothing() {
    ImageRequest edit = request().inputImages(List.of(EditContract.REFERENCE)).build();
    refused("1 to 50000 requests, not 0", List.of());
    refused("1 to 50000 requests, not 50001", Collections.nCopies(50_001, call("a")));
    refused("request 'a': its attempt id is blank or used twice", List.of(call("a"), call("a")));
    refused(
        "not 'gpt-image-2' and 'other'", List.of(call("a"), call("b", request().build(), "other")));
    refused("either edits or generations", List.of(call("a"), call("b", edit, "gpt-image-2")));
    refused("does not serve model 'none'", List.of(call("a", request().build(), "none")));
    refused(
        "does not stream", List.of(call("a", request().partialImages(1).build(), "gpt-image-2")));
    assertThat(failure(provider.submit(" ", List.of(call("a")))).getMessage())
        .contains("allowed are 1 to 512");
    assertThat(requests()).isEmpty();
  }

  @Test
  void submit_moreThan200Megabytes_namesTheRequestAndSendsNothing() {
    InputImage large = TestImages.png(64, 48, 15_000_000, 1);
    ImageRequest edit = request().inputImages(List.of(large)).build();
    refused(
        "at most 200000000 bytes, and request 10 of 12, 'e10', is where they end",
        IntStream.rangeClosed(1, 12).mapToObj(i -> call("e" + i, edit, "gpt-image-2")).toList());
    assertThat(requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void upload_cut_isFreeAndSafeToRepeat(Fault fault) {
    stub(post("/v1/files"), aResponse().withFault(fault));
    ProviderFailure failure = failure(provider.submit("own-1", List.of(call("a"))));
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure.retry()).isEqualTo(Retry.SAFE);
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void create_cut_isUnknownAndCanBeFound(Fault fault) throws Exception {
    accept();
    stub(post("/v1/batches"), aResponse().withFault(fault));
    ProviderFailure failure = failure(provider.submit("own-1", List.of(call("a"))));
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
    assertThat(failure.retry()).isEqualTo(Retry.UNSAFE);
    assertThat(requests()).as("the create is sent once").hasSize(2);
    stub(list(null), aResponse().withBody(page(true, "batch_9", List.of("x", "y"))));
    stub(list("batch_9"), aResponse().withBody(page(false, "batch_1", List.of("own-1"))));
    assertThat(await(provider.find("own-1")).map(BatchState::batchId)).contains("batch_1");
    assertThat(await(provider.find("own-2"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_value, BAD_REQUEST, NEVER, NO",
    "429, token_limit_exceeded, RATE_LIMITED, SAFE, NO",
    "429, insufficient_quota, OUT_OF_MONEY, SAFE, NO",
    "401, invalid_api_key, UNAUTHORIZED, SAFE, NO",
    "500, server_error, SERVER_ERROR, UNSAFE, UNKNOWN",
    "503, server_is_overloaded, OVERLOADED, UNSAFE, UNKNOWN",
  })
  void create_refused_saysWhetherItMayBeBilled(
      int status, String code, Kind kind, Retry retry, Billed billed) {
    accept();
    String error = OpenAiBodies.error(code, "t", "lighthouse " + KEY);
    stub(post("/v1/batches"), aResponse().withStatus(status).withBody(error));
    ProviderFailure failure = failure(provider.submit("own-1", List.of(call("a"))));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(billed);
    assertThat(failure.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"id\":7.5}", "{\"id\":\"../x\"}", "<html>"})
  void create_answerWithoutAnId_isUnknown(String body) {
    accept();
    stub(post("/v1/batches"), aResponse().withBody(body));
    ProviderFailure failure = failure(provider.submit("own-1", List.of(call("a"))));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"data\":{},\"has_more\":false}",
        "{\"data\":[]}",
        "{\"data\":[],\"has_more\":true}",
        "{\"data\":[],\"has_more\":true,\"last_id\":\"a&b\"}"
      })
  void find_pageThatCannotBeRead_isNotTakenForNoBatch(String body) {
    stub(list(null), aResponse().withBody(body));
    assertThat(failure(provider.find("own-1")).kind()).isEqualTo(Kind.BAD_ANSWER);
  }

  @ParameterizedTest
  @EnumSource(Status.class)
  void state_everyStage_isRead(Status status) throws Exception {
    stub(get("/v1/batches/batch_1"), aResponse().withBody(batch(status.toString(), null, null)));
    assertThat(await(provider.state("batch_1")))
        .isEqualTo(
            new BatchState("batch_1", status, 3, 0, 0, Instant.ofEpochSecond(1_794_086_400)));
  }

  @Test
  void state_wordNobodyKnows_saysNothingAboutTheBatch() {
    stub(get("/v1/batches/batch_1"), aResponse().withBody(batch("thinking", null, null)));
    ProviderFailure failure = failure(provider.state("batch_1"));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure)
        .hasMessageContaining("none of [validating, failed,")
        .hasMessageNotContaining("thinking");
    assertThat(failure(provider.state("a/../b")).getMessage()).contains("not sent");
  }

  @Test
  void cancel_ofABatchThatHasEnded_tellsItsState() throws Exception {
    String cancel = "/v1/batches/batch_1/cancel";
    stub(post(cancel), aResponse().withBody(batch("cancelling", null, null)));
    assertThat(await(provider.cancel("batch_1")).status()).isEqualTo(Status.CANCELLING);
    String error = OpenAiBodies.error(null, "invalid_request_error", "Cannot cancel");
    stub(post(cancel), aResponse().withStatus(409).withBody(error));
    stub(get("/v1/batches/batch_1"), aResponse().withBody(batch("completed", null, null)));
    assertThat(await(provider.cancel("batch_1")).status()).isEqualTo(Status.COMPLETED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"VALIDATING", "IN_PROGRESS", "FINALIZING", "CANCELLING"},
      value = Status.class)
  void results_beforeTheEnd_areRefused(Status status) {
    stub(get("/v1/batches/batch_1"), aResponse().withBody(batch(status.toString(), "f", null)));
    assertThatThrownBy(() -> results("a")).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40})
  void results_ofMegabytes_areHandedOnOneAtATime(int delayMillis) throws Exception {
    StringBuilder lines = new StringBuilder();
    List<String> ids = new ArrayList<>();
    byte[] large = Arrays.copyOf(PNG, 400_000);
    for (int i = 0; i < 12; i++) {
      ids.add("i" + i);
      lines.append(
          OpenAiBatchBodies.answered(
              "i" + i, 200, OpenAiBodies.success(List.of(base64(large)), OpenAiBodies.USAGE)));
    }
    files("completed", lines.toString(), null);
    assertThat(slowly(ids, delayMillis)).as("at a time").isEqualTo(1);
  }

  private void refused(String why, List<ProviderCall> calls) {
    ProviderFailure failure = failure(provider.submit("own-1", calls));
    assertThat(failure).hasMessageContaining(why);
    assertThat(failure.billed()).isEqualTo(Billed.NO);
    assertThat(failure.retry()).isEqualTo(Retry.SAFE);
  }

  private void accept() {
    stub(post("/v1/files"), aResponse().withBody("{\"id\":\"file-1\",\"object\":\"file\"}"));
    stub(post("/v1/batches"), aResponse().withBody(batch("validating", null, null)));
  }

  private static String base64(InputImage image) {
    return base64(TestImages.bytes(image).getBytes());
  }

  private static String base64(byte[] bytes) {
    return ProviderContract.base64(bytes);
  }

  private static MappingBuilder list(@Nullable String after) {
    return get(urlEqualTo("/v1/batches?limit=50" + (after == null ? "" : "&after=" + after)));
  }

  private static ProviderCall call(String attemptId) {
    return call(attemptId, request().build(), "gpt-image-2");
  }

  private static ProviderCall call(String attemptId, ImageRequest request, String model) {
    return new ProviderCall(
        attemptId, request, model, Quality.MEDIUM, Thinking.OFF, Duration.ofSeconds(3));
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobFaultTest {

  @Test
  void overload_atBoth_is429AtSubmissionAndFree() {
    try (JobClient client = faulty(FaultRates.always(Fault.OVERLOAD))) {
      for (String url : new String[] {client.queue(JobClient.FAL), client.run(JobClient.FAL)}) {
        HttpResponse<Buffer> answer = client.post(url, JobClient.falOrder("x"));
        assertTooMany(answer);
      }
      HttpResponse<Buffer> answer = submitPrediction(client, "x");
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.bodyAsJsonObject().getMap())
          .isEqualTo(Map.of("code", 429, "message", "Too Many Requests"));
      assertFree(client, 3, 429);
    }
  }

  @Test
  void serverError_atFal_isAFailedJobOrA500InBothForms() {
    try (JobClient client = faulty(FaultRates.always(Fault.SERVER_ERROR))) {
      Set<String> types = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        JsonObject submitted = submitToQueue(client, "prompt " + i);
        JsonObject status = client.ended(submitted);
        HttpResponse<Buffer> result = client.get(submitted.getString("response_url"));
        assertThat(result.statusCode()).isEqualTo(500);
        assertThat(result.getHeader("x-fal-billable-units")).isEqualTo("0");
        assertThat(result.getHeader("x-fal-retryable")).isEqualTo("true");
        String type = status.getString("error_type");
        boolean platform = type.equals("internal_error");
        assertThat(result.getHeader("x-fal-error-type")).isEqualTo(platform ? type : null);
        JsonObject body = result.bodyAsJsonObject();
        assertThat(
                platform
                    ? body.getString("error_type")
                    : body.getJsonArray("detail").getJsonObject(0).getString("type"))
            .isEqualTo(type);
        types.add(type);
        assertThat(
                client
                    .post(client.run(JobClient.FAL), JobClient.falOrder("prompt " + i))
                    .statusCode())
            .isEqualTo(500);
      }
      assertThat(types)
          .containsExactlyInAnyOrder("internal_error", "downstream_service_unavailable");
      assertFree(client, 16, 500);
    }
  }

  @Test
  void serverError_atWaveSpeed_isAFailedPredictionWithEitherCode() {
    try (JobClient client = faulty(FaultRates.always(Fault.SERVER_ERROR))) {
      Set<Integer> codes = new HashSet<>();
      for (int i = 0; i < 8; i++) {
        JsonObject ended = client.predicted(submitPredictionData(client, "prompt " + i));
        assertThat(ended.getString("status")).isEqualTo("failed");
        assertThat(ended.getJsonArray("outputs")).isEmpty();
        codes.add(ended.getInteger("code"));
      }
      assertThat(codes).containsExactlyInAnyOrder(5000, 5003);
      assertFree(client, 8, 200);
    }
  }

  @Test
  void refusal_blockedWord_isEachProvidersOwnAndFree() {
    try (JobClient client = JobClient.calm()) {
      JsonObject submitted = submitToQueue(client, "gore");
      JsonObject status = client.ended(submitted);
      assertThat(status.getString("error_type")).isEqualTo("content_policy_violation");
      HttpResponse<Buffer> result = client.get(submitted.getString("response_url"));
      assertThat(result.statusCode()).isEqualTo(422);
      assertThat(result.getHeader("x-fal-retryable")).isEqualTo("false");
      JsonObject detail = result.bodyAsJsonObject().getJsonArray("detail").getJsonObject(0);
      assertThat(detail.getString("type")).isEqualTo("content_policy_violation");
      assertThat(detail.getString("input")).isEqualTo("gore");
      assertThat(client.post(client.run(JobClient.FAL), JobClient.falOrder("gore")).statusCode())
          .isEqualTo(422);
      JsonObject ended = client.predicted(submitPredictionData(client, "gore"));
      assertThat(ended.getString("status")).isEqualTo("failed");
      assertThat(ended.getInteger("code")).isEqualTo(1200);
      assertThat(ended.getString("error")).isEqualTo("Content flagged as potentially sensitive");
      assertThat(client.settled().chargedNanoUsd()).isZero();
    }
  }

  @Test
  void cut_beforeWork_leavesNoJobAndIsFree() {
    try (JobClient client = faulty(FaultRates.always(Fault.CUT_BEFORE_WORK))) {
      for (String url : urls(client)) {
        assertThat(client.failure(url, order(url, "x"))).isNotNull();
      }
      assertFree(client, 3, 0);
      assertThat(client.simulator.invoice().lines())
          .allMatch(line -> line.ending() == InvoiceLine.Ending.CUT_BEFORE_WORK);
    }
  }

  @Test
  void cut_afterWork_losesTheAnswerButTheJobIsWorkedAndBilled() {
    try (JobClient client = faulty(FaultRates.always(Fault.CUT_AFTER_WORK))) {
      for (int i = 0; i < 8; i++) {
        for (String url : urls(client)) {
          assertThat(client.failure(url, order(url, "prompt " + i))).isNotNull();
        }
      }
      Invoice invoice = client.settled();
      Set<Integer> statuses = new HashSet<>();
      for (InvoiceLine line : invoice.lines()) {
        assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.CUT_AFTER_WORK);
        assertThat(line.chargedNanoUsd()).isEqualTo(10_000_000L);
        assertThat(line.clientRequestId()).isEqualTo("mine");
        statuses.add(line.status());
      }
      assertThat(statuses).as("before any byte, and mid-body").containsExactlyInAnyOrder(0, 200);
      assertThat(invoice.chargedNanoUsd()).isEqualTo(24 * 10_000_000L);
    }
  }

  @Test
  void job_neverPolled_isWorkedAndBilled() {
    try (JobClient client = JobClient.calm()) {
      submitToQueue(client, "x");
      submitPrediction(client, "x");
      Invoice invoice = client.settled();
      assertThat(invoice.lines()).hasSize(2).allMatch(line -> line.chargedNanoUsd() == 10_000_000L);
    }
  }

  @Test
  void directCall_clientHangsUp_isCharged() {
    LatencyCurve slow = new LatencyCurve(Duration.ofMillis(300), Duration.ZERO, 0);
    try (JobClient client = JobClient.with(ProviderProfile.calm().withLatency(slow))) {
      var call =
          client
              .request(HttpMethod.POST, client.run(JobClient.FAL))
              .timeout(50)
              .sendJsonObject(JobClient.falOrder("x"));
      assertThat(call.toCompletionStage().toCompletableFuture()).failsWithin(5, TimeUnit.SECONDS);
      InvoiceLine line = client.onlyLine();
      assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.CLIENT_GONE);
      assertThat(line.chargedNanoUsd()).isEqualTo(10_000_000L);
    }
  }

  @Test
  void fal_moreJobsThanAtOnce_waitInTheQueueAndCanBeCancelled() {
    try (JobClient client = JobClient.with(JobClient.endless().withJobsAtOnce(1))) {
      JsonObject first = submitToQueue(client, "x");
      JsonObject second = submitToQueue(client, "x");
      JsonObject third = submitToQueue(client, "x");
      assertThat(third.getInteger("queue_position")).isEqualTo(1);
      HttpResponse<Buffer> working = client.get(first.getString("status_url"));
      assertThat(working.statusCode()).isEqualTo(202);
      assertThat(working.bodyAsJsonObject().getString("status")).isEqualTo("IN_PROGRESS");
      JsonObject waiting = client.get(second.getString("status_url")).bodyAsJsonObject();
      assertThat(waiting.getString("status")).isEqualTo("IN_QUEUE");
      assertThat(waiting.getInteger("queue_position")).isZero();
      assertThat(client.get(first.getString("response_url")).statusCode()).isEqualTo(400);

      assertTooMany(client.post(client.run(JobClient.FAL), JobClient.falOrder("x")));

      for (JsonObject job : List.of(first, second)) {
        HttpResponse<Buffer> cancelled = client.put(job.getString("cancel_url"));
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(cancelled.bodyAsJsonObject().getMap())
            .isEqualTo(Map.of("status", "CANCELLATION_REQUESTED"));
      }
      JsonObject stillWorking = client.get(first.getString("status_url")).bodyAsJsonObject();
      assertThat(stillWorking.getString("status")).isEqualTo("IN_PROGRESS");
      assertThat(client.ended(second).getString("error_type")).isEqualTo("client_cancelled");
      HttpResponse<Buffer> again = client.put(second.getString("cancel_url"));
      assertThat(again.statusCode()).isEqualTo(400);
      assertThat(again.bodyAsJsonObject().getMap())
          .isEqualTo(Map.of("status", "ALREADY_COMPLETED"));
      HttpResponse<Buffer> nobody =
          client.put(client.queue("openai/gpt-image-2/requests/nobody/cancel"));
      assertThat(nobody.statusCode()).isEqualTo(404);
      assertThat(client.simulator.unfinishedJobs()).isEqualTo(2);
    }
  }

  @Test
  void fal_requestTimeout_endsOnlyAJobThatHasNotBegun() {
    SimulatorOptions.Builder options =
        JobClient.profiles(JobClient.endless().withJobsAtOnce(1)).timeScale(100);
    try (JobClient client = new JobClient(options)) {
      List<JsonObject> jobs = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        jobs.add(
            SimulatorHarness.await(
                    client
                        .request(HttpMethod.POST, client.queue(JobClient.FAL))
                        .putHeader("x-fal-request-timeout", "2")
                        .sendJsonObject(JobClient.falOrder("x")))
                .bodyAsJsonObject());
      }
      JsonObject ended = client.ended(jobs.get(1));
      assertThat(ended.getString("error")).isEqualTo("Request timed out");
      assertThat(ended.getString("error_type")).isEqualTo("request_timeout");
      HttpResponse<Buffer> result = client.get(jobs.get(1).getString("response_url"));
      assertThat(result.statusCode()).isEqualTo(504);
      assertThat(result.getHeader("x-fal-request-timeout-type")).isEqualTo("user");
      assertThat(
              client
                  .get(jobs.get(0).getString("status_url"))
                  .bodyAsJsonObject()
                  .getString("status"))
          .isEqualTo("IN_PROGRESS");
    }
  }

  @Test
  void waveSpeed_syncModeTooLong_isStillProcessingAndBilledLater() {
    LatencyCurve slow = new LatencyCurve(Duration.ofMinutes(2), Duration.ZERO, 0);
    SimulatorOptions.Builder options =
        JobClient.profiles(ProviderProfile.calm().withLatency(slow)).timeScale(200);
    try (JobClient client = new JobClient(options)) {
      JsonObject order = JobClient.waveSpeedOrder("x").put("enable_sync_mode", true);
      HttpResponse<Buffer> answer = client.post(client.predictions(JobClient.WAVESPEED), order);
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonObject data = answer.bodyAsJsonObject().getJsonObject("data");
      assertThat(data.getString("status")).isEqualTo("processing");
      assertThat(data.getInteger("code")).isEqualTo(5004);
      assertThat(data.getString("error")).isNotBlank();
      JsonObject ended = client.predicted(data);
      assertThat(ended.getString("status")).isEqualTo("completed");
      assertThat(ended.getJsonObject("timings").getLong("inference")).isGreaterThan(100_000);
      assertThat(client.onlyLine().ending()).isEqualTo(InvoiceLine.Ending.ANSWERED);
      assertThat(client.onlyLine().chargedNanoUsd()).isEqualTo(10_000_000L);
    }
  }

  @Test
  void waveSpeed_rateLimit_is429AndJobsAboveTheLimitWait() {
    ProviderProfile profile =
        JobClient.endless().withJobsAtOnce(1).withRateLimit(new RateLimit(1, 2));
    try (JobClient client = JobClient.with(profile)) {
      JsonObject first = submitPredictionData(client, "x");
      JsonObject second = submitPredictionData(client, "x");
      assertThat(submitPrediction(client, "x").statusCode()).isEqualTo(429);
      assertThat(status(client, first)).isEqualTo("processing");
      assertThat(status(client, second)).isEqualTo("created");
    }
  }

  @Test
  void files_moreThanKept_areForgottenOldestFirst() {
    try (JobClient client = new JobClient(SimulatorOptions.calm().maxFileBytes(1 << 20))) {
      List<String> files = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        JsonObject order = JobClient.waveSpeedOrder("x " + i).put("enable_sync_mode", true);
        files.add(
            client
                .post(client.predictions(JobClient.WAVESPEED), order)
                .bodyAsJsonObject()
                .getJsonObject("data")
                .getJsonArray("outputs")
                .getString(0));
      }
      assertThat(new HashSet<>(files)).hasSize(3);
      assertThat(client.get(files.get(0)).statusCode()).isEqualTo(404);
      assertThat(client.get(files.get(2)).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void fates_sameSeedOtherOrder_areTheSame() {
    assertThat(outcomes(7, 1)).isEqualTo(outcomes(7, 2)).isNotEqualTo(outcomes(8, 1));
  }

  /** Submits prompts at once and tells what became of each. */
  private static Map<String, String> outcomes(long seed, long shuffle) {
    FaultRates rough =
        FaultRates.newBuilder()
            .rate(Fault.OVERLOAD, 0.15)
            .rate(Fault.SERVER_ERROR, 0.15)
            .rate(Fault.CUT_BEFORE_WORK, 0.1)
            .rate(Fault.CUT_AFTER_WORK, 0.1)
            .rate(Fault.REFUSAL, 0.1)
            .build();
    SimulatorOptions.Builder options =
        JobClient.profiles(ProviderProfile.calm().withFaults(rough)).seed(seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(shuffle));
    try (JobClient client = new JobClient(options)) {
      List<Future<?>> calls = new ArrayList<>();
      for (int number : order) {
        String url = number % 2 == 0 ? client.queue(JobClient.FAL) : urls(client).get(2);
        calls.add(
            client
                .request(HttpMethod.POST, url)
                .putHeader("x-client-request-id", "call " + number)
                .sendJsonObject(order(url, "prompt " + number))
                .otherwiseEmpty());
      }
      SimulatorHarness.await(Future.all(calls));
      Map<String, String> outcomes = new TreeMap<>();
      for (InvoiceLine line : client.settled().lines()) {
        outcomes.put(
            line.clientRequestId(),
            line.ending() + " " + line.status() + " " + line.chargedNanoUsd());
      }
      assertThat(outcomes).hasSize(24);
      assertThat(new HashSet<>(outcomes.values())).as("rough enough").hasSizeGreaterThan(3);
      return outcomes;
    }
  }

  private static JobClient faulty(FaultRates faults) {
    return JobClient.with(ProviderProfile.calm().withFaults(faults));
  }

  /** The three ways to have a picture made. */
  private static List<String> urls(JobClient client) {
    return List.of(
        client.queue(JobClient.FAL),
        client.run(JobClient.FAL),
        client.predictions(JobClient.WAVESPEED));
  }

  private static JsonObject order(String url, String prompt) {
    return url.contains("/fal/") ? JobClient.falOrder(prompt) : JobClient.waveSpeedOrder(prompt);
  }

  private static JsonObject submitToQueue(JobClient client, String prompt) {
    HttpResponse<Buffer> answer =
        client.post(client.queue(JobClient.FAL), JobClient.falOrder(prompt));
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.bodyAsJsonObject();
  }

  private static HttpResponse<Buffer> submitPrediction(JobClient client, String prompt) {
    return client.post(client.predictions(JobClient.WAVESPEED), JobClient.waveSpeedOrder(prompt));
  }

  private static JsonObject submitPredictionData(JobClient client, String prompt) {
    return submitPrediction(client, prompt).bodyAsJsonObject().getJsonObject("data");
  }

  private static String status(JobClient client, JsonObject data) {
    return client
        .get(data.getJsonObject("urls").getString("get"))
        .bodyAsJsonObject()
        .getJsonObject("data")
        .getString("status");
  }

  private static void assertTooMany(HttpResponse<Buffer> answer) {
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.getHeader("x-fal-needs-retry")).isEqualTo("1");
    assertThat(answer.getHeader("x-fal-error-type")).isEqualTo("concurrent_requests_limit");
    assertThat(answer.bodyAsJsonObject().getString("error_type"))
        .isEqualTo("concurrent_requests_limit");
  }

  private static void assertFree(JobClient client, int calls, int status) {
    Invoice invoice = client.settled();
    assertThat(invoice.chargedNanoUsd()).isZero();
    assertThat(invoice.lines()).hasSize(calls).allMatch(line -> line.status() == status);
  }
}

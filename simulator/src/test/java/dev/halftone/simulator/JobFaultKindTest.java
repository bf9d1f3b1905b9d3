package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each fault makes of a submission and of its job, and what the bill says. */
class JobFaultKindTest {
  private static final long PRICE = 10_000_000L;

  /** Status and word of the submission, and how the line ends; the job is looked at below. */
  @ParameterizedTest
  @CsvSource({
    "OVERLOAD, 429, 429, ANSWERED, 429, 429",
    "RATE_LIMIT_IN_TEXT, 429, 429, ANSWERED, 429, 429",
    "RATE_LIMIT_WITH_DATE, 429, 429, ANSWERED, 429, 429",
    "QUOTA_EXHAUSTED, 403, 403, ANSWERED, 403, 403",
    "BLOCKED, 403, 403, ANSWERED, 403, 403",
    "BAD_GATEWAY, 502, 502, PROXY_FAILED, 502, 502",
    "GATEWAY_TIMEOUT, 504, 504, PROXY_FAILED, 504, 504",
    "CUT_BEFORE_READ, 0, 0, CUT_BEFORE_READ, 0, 0",
    "CUT_BEFORE_WORK, 0, 0, CUT_BEFORE_WORK, 0, 0",
    "HANG_BEFORE_WORK, -1, -1, HUNG, 0, 0",
    "BAD_GATEWAY_AFTER_WORK, 502, 502, PROXY_FAILED, 502, 502",
    "GATEWAY_TIMEOUT_AFTER_WORK, 504, 504, PROXY_FAILED, 504, 504",
    "CUT_IN_HEAD, 0, 0, CUT_AFTER_WORK, 0, 0",
    "CUT_BEFORE_LAST_BYTE, 0, 0, CUT_AFTER_WORK, 200, 200",
    "HANG_AFTER_WORK, -1, -1, HUNG, 0, 0",
    "SERVER_ERROR, 200, 200, ANSWERED, 500, 200",
    "ERROR_IN_OK, 200, 200, ANSWERED, 500, 200",
    "REFUSAL, 200, 200, ANSWERED, 422, 200",
    "REFUSED_AFTER_WORK, 200, 200, ANSWERED, 422, 200",
    "NO_IMAGES, 200, 200, SPOILED, 200, 200",
    "WRONG_FORMAT, 200, 200, SPOILED, 200, 200",
    "TRUNCATED_BASE64, 200, 200, SPOILED, 200, 200",
    "INVALID_BASE64, 200, 200, SPOILED, 200, 200",
    "SLOW_BODY, 200, 200, ANSWERED, 200, 200"
  })
  void fault_atSubmission_showsWhatItSaysAndIsBilledSo(
      Fault fault, int falSees, int waveSees, InvoiceLine.Ending ending, int fal, int wave) {
    try (JobClient client = always(fault)) {
      String queue = client.queue(JobClient.FAL);
      assertThat(seen(client, queue, JobClient.falOrder("x"), patience(fault))).isEqualTo(falSees);
      assertLine(client, ending, fal, fault.isBilled() ? PRICE : 0);
    }
    try (JobClient client = always(fault)) {
      String url = client.predictions(JobClient.WAVESPEED);
      assertThat(seen(client, url, JobClient.waveSpeedOrder("x"), patience(fault)))
          .isEqualTo(waveSees);
      assertLine(client, ending, wave, waveSpeedPrice(fault));
    }
  }

  @ParameterizedTest
  @EnumSource
  void fault_onADirectCall_isBilledAsItSays(Fault fault) {
    try (JobClient client = always(fault)) {
      seen(client, client.run(JobClient.FAL), JobClient.falOrder("x"), patience(fault));
      assertThat(client.onlyLine().chargedNanoUsd()).isEqualTo(fault.isBilled() ? PRICE : 0);
    }
    try (JobClient client = always(fault)) {
      JsonObject order = JobClient.waveSpeedOrder("x").put("enable_sync_mode", true);
      seen(client, client.predictions(JobClient.WAVESPEED), order, patience(fault));
      assertThat(client.onlyLine().chargedNanoUsd()).isEqualTo(waveSpeedPrice(fault));
    }
  }

  @Test
  void rateLimit_withDate_namesTwoSecondsFromNow() {
    try (JobClient client = always(Fault.RATE_LIMIT_WITH_DATE)) {
      HttpResponse<Buffer> answer =
          client.post(client.queue(JobClient.FAL), JobClient.falOrder("x"));
      assertThat(answer.getHeader("retry-after")).isEqualTo("Fri, 20 Nov 2026 12:00:02 GMT");
    }
  }

  @Test
  void quota_exhausted_isFlatAtFalAndAnEnvelopeAtWaveSpeed() {
    try (JobClient client = always(Fault.QUOTA_EXHAUSTED)) {
      JsonObject fal =
          client.post(client.queue(JobClient.FAL), JobClient.falOrder("x")).bodyAsJsonObject();
      assertThat(fal.getString("detail")).contains("Exhausted balance");
      JsonObject wave =
          client
              .post(client.predictions(JobClient.WAVESPEED), JobClient.waveSpeedOrder("x"))
              .bodyAsJsonObject();
      assertThat(wave.getInteger("code")).isEqualTo(403);
      assertThat(wave.getString("message")).contains("balance");
    }
  }

  @Test
  void proxy_lostTheAnswer_hasNothingOfTheProvider() {
    try (JobClient client = always(Fault.BAD_GATEWAY_AFTER_WORK)) {
      for (String url : new String[] {client.queue(JobClient.FAL), client.run(JobClient.FAL)}) {
        HttpResponse<Buffer> answer = client.post(url, JobClient.falOrder("x"));
        assertThat(answer.getHeader("x-fal-request-id")).isNull();
        assertThat(answer.getHeader("content-type")).isEqualTo("text/html");
      }
    }
  }

  @Test
  void refusal_afterWork_tellsItsCharge() {
    try (JobClient client = always(Fault.REFUSED_AFTER_WORK)) {
      HttpResponse<Buffer> answer = client.post(client.run(JobClient.FAL), JobClient.falOrder("x"));
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.getHeader("x-fal-billable-units")).isEqualTo("0.01");
    }
  }

  @Test
  void images_missing_areAnEmptyListAtBoth() {
    try (JobClient client = always(Fault.NO_IMAGES)) {
      assertThat(falImages(client, false)).isEmpty();
      assertThat(outputs(client, false)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRONG_FORMAT", "TRUNCATED_BASE64", "INVALID_BASE64"})
  void pictures_spoiled_arePagesOfHtmlWhereTheyAreFetched(Fault fault) {
    try (JobClient client = always(fault)) {
      String fal = falImages(client, false).getJsonObject(0).getString("url");
      String wave = outputs(client, false).getString(0);
      for (String url : List.of(fal, wave)) {
        HttpResponse<Buffer> file = client.get(url);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.getHeader("content-type")).isEqualTo("text/html");
        assertThat(file.bodyAsString()).startsWith("<!doctype html>");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"WRONG_FORMAT, true", "TRUNCATED_BASE64, false", "INVALID_BASE64, false"})
  void pictures_spoiled_areBadBase64OrPagesInline(Fault fault, boolean decodes) {
    try (JobClient client = always(fault)) {
      String data = falImages(client, true).getJsonObject(0).getString("url");
      assertThat(data).startsWith("data:image/png;base64,");
      String fal = data.substring(data.indexOf(',') + 1);
      for (String base64 : List.of(fal, outputs(client, true).getString(0))) {
        assertThat(decodes(base64)).isEqualTo(decodes);
      }
    }
  }

  @Test
  void scenario_atBoth_isToldInTheProvidersForm() throws IOException {
    assertScenario("outage: true", 503);
    assertScenario("refuse-key: true", 401);
    assertScenario("quota-exhausted: true", 403);
    assertScenario("blocked: true", 403);
    assertScenario("rate-limit: {per-minute: 1, burst: 1}, faults: {overload: 1}", 429);
  }

  @Test
  void books_whileAHungJobIsWorked_areNotComplete() {
    try (JobClient client =
        JobClient.with(JobClient.endless().withFaults(FaultRates.always(Fault.HANG_AFTER_WORK)))) {
      int sees = seen(client, client.queue(JobClient.FAL), JobClient.falOrder("x"), 100);
      assertThat(sees).isEqualTo(-1);
      assertThat(client.simulator.unfinishedCalls()).isEqualTo(1);
      assertThat(client.simulator.invoice().lines()).isEmpty();
    }
  }

  private static void assertScenario(String trouble, int status) throws IOException {
    Scenario scenario =
        Scenario.read(new StringReader("steps: [{at: 0s, " + trouble + "}]"), "test");
    try (JobClient client = new JobClient(SimulatorOptions.calm().scenario(scenario))) {
      for (String url : new String[] {client.queue(JobClient.FAL), client.run(JobClient.FAL)}) {
        HttpResponse<Buffer> answer = client.post(url, JobClient.falOrder("x"));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.bodyAsJsonObject().getString("detail")).isNotBlank();
      }
      HttpResponse<Buffer> answer =
          client.post(client.predictions(JobClient.WAVESPEED), JobClient.waveSpeedOrder("x"));
      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.bodyAsJsonObject().getInteger("code")).isEqualTo(status);
      assertThat(client.settled().chargedNanoUsd()).isZero();
    }
  }

  /** A job that failed is refunded there, whatever it failed of. */
  private static long waveSpeedPrice(Fault fault) {
    return fault.isBilled() && fault != Fault.REFUSED_AFTER_WORK ? PRICE : 0;
  }

  private static void assertLine(
      JobClient client, InvoiceLine.Ending ending, int status, long charged) {
    InvoiceLine line = client.onlyLine();
    assertThat(line.ending()).isEqualTo(ending);
    assertThat(line.status()).isEqualTo(status);
    assertThat(line.chargedNanoUsd()).isEqualTo(charged);
    assertThat(client.simulator.invoice().isComplete()).isTrue();
  }

  /** The status of the answer, 0 when the connection broke, -1 when none came in time. */
  private static int seen(JobClient client, String url, JsonObject order, long millis) {
    return SimulatorHarness.await(
        client
            .request(HttpMethod.POST, url)
            .timeout(millis)
            .sendJsonObject(order)
            .map(HttpResponse::statusCode)
            .otherwise(cause -> cause instanceof TimeoutException ? -1 : 0));
  }

  private static long patience(Fault fault) {
    boolean hangs = fault == Fault.HANG_BEFORE_WORK || fault == Fault.HANG_AFTER_WORK;
    return hangs ? 200 : 30_000;
  }

  private static JsonArray falImages(JobClient client, boolean inline) {
    JsonObject order = JobClient.falOrder("x").put("sync_mode", inline);
    return client.post(client.run(JobClient.FAL), order).bodyAsJsonObject().getJsonArray("images");
  }

  private static JsonArray outputs(JobClient client, boolean inline) {
    JsonObject order =
        JobClient.waveSpeedOrder("x")
            .put("enable_sync_mode", true)
            .put("enable_base64_output", inline);
    return client
        .post(client.predictions(JobClient.WAVESPEED), order)
        .bodyAsJsonObject()
        .getJsonObject("data")
        .getJsonArray("outputs");
  }

  private static boolean decodes(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static JobClient always(Fault fault) {
    return JobClient.with(ProviderProfile.calm().withFaults(FaultRates.always(fault)));
  }
}

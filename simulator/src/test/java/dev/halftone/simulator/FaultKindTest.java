package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the client sees of each fault, and what the bill says. */
class FaultKindTest {
  private static final long PRICE = 7 * 5_000L + 158 * 30_000L;

  @ParameterizedTest
  @EnumSource
  void everyFault_isBilledAsItSays(Fault fault) throws Exception {
    CompletableFuture<InvoiceLine> ended = new CompletableFuture<>();
    try (SimulatorHarness harness = always(fault, ended);
        RawCall call = RawCall.send(harness, SimulatedProvider.OPENAI, "x")) {
      assertThat(call).isNotNull();
      InvoiceLine line = ended.get(30, TimeUnit.SECONDS);
      assertThat(line.chargedNanoUsd()).isEqualTo(fault.isBilled() ? PRICE : 0);
      assertThat(line.isCharged()).isEqualTo(fault.isBilled());
      assertThat(line.clientRequestId()).isEqualTo("attempt");
      assertThat(harness.simulator.invoice().chargedNanoUsd()).isEqualTo(line.chargedNanoUsd());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void cut_beforeRead_closesWithoutTheBody(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.CUT_BEFORE_READ);
        RawCall call = RawCall.begin(harness, provider, 1_000)) {
      assertThat(call.answer()).isEmpty();
      InvoiceLine line = harness.onlyLine();
      assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.CUT_BEFORE_READ);
      assertThat(line.provider()).isEqualTo(provider);
      assertThat(line.model()).isEmpty();
      assertThat(line.isCharged()).isFalse();
    }
  }

  @Test
  void cut_beforeReadSometimes_keepsItsRate() {
    FaultRates half = FaultRates.newBuilder().rate(Fault.CUT_BEFORE_READ, 0.5).build();
    FateDice dice = new FateDice(1, Set.of());
    long cut = 0;
    for (int i = 0; i < 1_000; i++) {
      cut += dice.isCutBeforeRead(SimulatedProvider.AZURE, half, i) ? 1 : 0;
    }
    assertThat(cut).isBetween(450L, 550L);
  }

  @ParameterizedTest
  @CsvSource({"HANG_BEFORE_WORK, false", "HANG_AFTER_WORK, true"})
  void hang_always_saysNothingAndKeepsTheConnection(Fault fault, boolean charged) throws Exception {
    CompletableFuture<InvoiceLine> ended = new CompletableFuture<>();
    try (SimulatorHarness harness = always(fault, ended);
        RawCall call = RawCall.send(harness, SimulatedProvider.OPENAI, "x")) {
      InvoiceLine line = ended.get(30, TimeUnit.SECONDS);
      assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.HUNG);
      assertThat(line.status()).isZero();
      assertThat(line.isCharged()).isEqualTo(charged);
      assertThat(call.isSilent()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void cut_inHead_endsAmidTheHeaders(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.CUT_IN_HEAD);
        RawCall call = RawCall.send(harness, provider, "x")) {
      assertThat(call.answer()).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("\r\n\r\n");
      assertCharged(harness, InvoiceLine.Ending.CUT_AFTER_WORK, 0);
    }
  }

  @Test
  void cut_beforeLastByte_lacksOneByte() {
    try (SimulatorHarness harness = always(Fault.CUT_BEFORE_LAST_BYTE);
        RawCall call = RawCall.send(harness, SimulatedProvider.OPENAI, "x")) {
      String answer = call.answer();
      int body = answer.indexOf("\r\n\r\n") + 4;
      String head = answer.substring(0, body);
      assertThat(head).contains("content-length: " + (answer.length() - body + 1) + "\r\n");
      assertThat(new JsonObject(answer.substring(body) + "}").getJsonArray("data")).hasSize(1);
      assertCharged(harness, InvoiceLine.Ending.CUT_AFTER_WORK, 200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_GATEWAY, 502, false",
    "BAD_GATEWAY_AFTER_WORK, 502, true",
    "GATEWAY_TIMEOUT, 504, false",
    "GATEWAY_TIMEOUT_AFTER_WORK, 504, true"
  })
  void proxy_fails_sendsHtmlWithNothingOfTheProvider(Fault fault, int status, boolean charged) {
    try (SimulatorHarness harness = always(fault)) {
      HttpResponse<Buffer> response = call(harness, SimulatedProvider.OPENAI);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.getHeader("content-type")).isEqualTo("text/html");
      assertThat(response.getHeader("x-request-id")).isNull();
      assertThat(response.bodyAsString()).contains("<title>" + status + " ");
      assertThat(harness.onlyLine().ending()).isEqualTo(InvoiceLine.Ending.PROXY_FAILED);
      assertThat(harness.onlyLine().status()).isEqualTo(status);
      assertThat(harness.onlyLine().isCharged()).isEqualTo(charged);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void error_inOk_isTheProvidersErrorWithStatus200AndFree(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.ERROR_IN_OK)) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.bodyAsJsonObject().getJsonObject("error").getString("message"))
          .contains("server had an error");
      assertThat(harness.onlyLine().ending()).isEqualTo(InvoiceLine.Ending.SPOILED);
      assertThat(harness.onlyLine().isCharged()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void images_missing_areAnEmptyListWithUsage(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.NO_IMAGES)) {
      JsonObject body = call(harness, provider).bodyAsJsonObject();
      String list = provider == SimulatedProvider.VERCEL ? "images" : "data";
      assertThat(body.getJsonArray(list)).isEmpty();
      assertThat(body.getJsonObject("usage")).isNotNull();
      assertCharged(harness, InvoiceLine.Ending.SPOILED, 200);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRUNCATED_BASE64", "INVALID_BASE64"})
  void base64_spoiled_isJsonWhosePictureDecodesToNothing(Fault fault) {
    for (SimulatedProvider provider : SimulatorHarness.DIRECT) {
      try (SimulatorHarness harness = always(fault)) {
        JsonObject body = call(harness, provider).bodyAsJsonObject();
        assertThatThrownBy(() -> SimulatorHarness.picture(provider, body))
            .isInstanceOf(IllegalArgumentException.class);
        assertCharged(harness, InvoiceLine.Ending.SPOILED, 200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void format_wrong_isHtmlInCorrectBase64(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.WRONG_FORMAT)) {
      byte[] picture =
          SimulatorHarness.picture(provider, call(harness, provider).bodyAsJsonObject());
      assertThat(new String(picture, StandardCharsets.UTF_8)).startsWith("<!doctype html>");
      assertCharged(harness, InvoiceLine.Ending.SPOILED, 200);
    }
  }

  @Test
  void body_slow_isTheWholePicture() {
    try (SimulatorHarness harness = always(Fault.SLOW_BODY);
        SimulatorHarness calm = SimulatorHarness.calm()) {
      byte[] slow = picture(harness);
      assertThat(Arrays.equals(slow, picture(calm))).isTrue();
      assertCharged(harness, InvoiceLine.Ending.ANSWERED, 200);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void refusal_afterWork_namesTheStageAndIsBilled(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.REFUSED_AFTER_WORK)) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertThat(response.statusCode()).isEqualTo(400);
      JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
      JsonObject upstream =
          switch (provider) {
            case VERCEL ->
                new JsonObject(error.getJsonObject("param").getString("responseBody"))
                    .getJsonObject("error");
            case OPENROUTER ->
                new JsonObject(error.getJsonObject("metadata").getString("raw"))
                    .getJsonObject("error");
            default -> error;
          };
      assertThat(upstream.getString("code")).isEqualTo("moderation_blocked");
      assertThat(upstream.getJsonObject("moderation_details").getString("moderation_stage"))
          .isEqualTo("output");
      assertCharged(harness, InvoiceLine.Ending.ANSWERED, 400);
    }
  }

  @Test
  void refusal_afterWorkOnAzureDeployment_isContentFilterOfAGeneratedImage() {
    try (SimulatorHarness harness = always(Fault.REFUSED_AFTER_WORK)) {
      JsonObject body =
          SimulatorHarness.await(
                  harness
                      .azureDeployment("gpt-image-2", "?api-version=2025-04-01-preview")
                      .sendJsonObject(SimulatorHarness.order("gpt-image-2", "x")))
              .bodyAsJsonObject();
      assertThat(body.getLong("created")).isPositive();
      assertThat(body.getJsonObject("error").getString("code")).isEqualTo("contentFilter");
      assertThat(body.getJsonObject("error").getString("message")).startsWith("Generated image");
      assertCharged(harness, InvoiceLine.Ending.ANSWERED, 400);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, 429, code, insufficient_quota",
    "AZURE, 429, code, 429",
    "VERCEL, 402, type, insufficient_funds",
    "OPENROUTER, 402, code, 402"
  })
  void quota_exhausted_isSaidInTheProvidersWay(
      SimulatedProvider provider, int status, String field, String value) {
    try (SimulatorHarness harness = always(Fault.QUOTA_EXHAUSTED)) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertFree(harness, response, status);
      assertThat(response.bodyAsJsonObject().getJsonObject("error").getString(field))
          .isEqualTo(value);
      assertThat(response.getHeader("retry-after"))
          .isEqualTo(provider == SimulatedProvider.AZURE ? "86400" : null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, code, unsupported_country_region_territory",
    "AZURE, code, Forbidden",
    "VERCEL, type, access_denied",
    "OPENROUTER, code, 403"
  })
  void account_blocked_isThe403OfTheProvider(
      SimulatedProvider provider, String field, String value) {
    try (SimulatorHarness harness = always(Fault.BLOCKED)) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertFree(harness, response, 403);
      assertThat(response.bodyAsJsonObject().getJsonObject("error").getString(field))
          .isEqualTo(value);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void rateLimit_inText_hasNoHeaderOfAWait(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.RATE_LIMIT_IN_TEXT)) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertFree(harness, response, 429);
      assertThat(response.headers().names()).noneMatch(name -> name.startsWith("retry-after"));
      assertThat(response.bodyAsJsonObject().getJsonObject("error").getString("message"))
          .containsIgnoringCase(
              switch (provider) {
                case OPENAI -> "try again in 2s.";
                case AZURE -> "retry after 2 seconds.";
                case VERCEL -> "try again later.";
                case OPENROUTER -> "rate limit exceeded";
                default -> throw new AssertionError(provider);
              });
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void rateLimit_withDate_namesTwoSecondsFromNow(SimulatedProvider provider) {
    try (SimulatorHarness harness = always(Fault.RATE_LIMIT_WITH_DATE)) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertFree(harness, response, 429);
      assertThat(response.getHeader("retry-after-ms")).isNull();
      assertThat(response.getHeader("retry-after")).isEqualTo("Fri, 20 Nov 2026 12:00:02 GMT");
    }
  }

  private static SimulatorHarness always(Fault fault) {
    return always(fault, new CompletableFuture<>());
  }

  private static SimulatorHarness always(Fault fault, CompletableFuture<InvoiceLine> ended) {
    SimulatorOptions.Builder options =
        SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER).onCallEnd(ended::complete);
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      options.profile(provider, ProviderProfile.calm().withFaults(FaultRates.always(fault)));
    }
    return new SimulatorHarness(options);
  }

  private static HttpResponse<Buffer> call(SimulatorHarness harness, SimulatedProvider provider) {
    return SimulatorHarness.await(harness.call(provider, "gpt-image-2", "x"));
  }

  private static byte[] picture(SimulatorHarness harness) {
    return SimulatorHarness.picture(
        SimulatedProvider.OPENAI, call(harness, SimulatedProvider.OPENAI).bodyAsJsonObject());
  }

  private static void assertCharged(
      SimulatorHarness harness, InvoiceLine.Ending ending, int status) {
    InvoiceLine line = harness.onlyLine();
    assertThat(line.ending()).isEqualTo(ending);
    assertThat(line.status()).isEqualTo(status);
    assertThat(line.chargedNanoUsd()).isEqualTo(PRICE);
  }

  private static void assertFree(
      SimulatorHarness harness, HttpResponse<Buffer> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(harness.onlyLine().status()).isEqualTo(status);
    assertThat(harness.onlyLine().ending()).isEqualTo(InvoiceLine.Ending.ANSWERED);
    assertThat(harness.onlyLine().isCharged()).isFalse();
  }
}

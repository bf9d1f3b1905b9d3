package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaveSpeedProviderTest extends JobProviderContract {
  private static final String POLL = "/api/v3/predictions/pred_0001/result";

  private boolean sync;
  private boolean base64;

  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return WaveSpeedProvider.create(
        vertx,
        WaveSpeedOptions.builder()
            .key(Secret.of(KEY))
            .baseUrl(origin)
            .models(Set.of("gpt-image-2"))
            .syncMode(sync)
            .base64Output(base64)
            .maxInFlight(maxInFlight)
            .build());
  }

  @Override
  FailureTable table() {
    return WaveSpeedFailures.TABLE;
  }

  @Override
  String success(List<String> images) {
    onGet(POLL, okJson(data("completed", "\"outputs\":[%s]".formatted(urls(images, "\"%s\"")))));
    return data("created", "\"outputs\":[]");
  }

  private String data(String status, String more) {
    return """
        {"code":200,"message":"success","data":{"id":"pred_0001","status":"%s","error":"",
         "urls":{"get":"%s"},"has_nsfw_contents":[],%s}}
        """
        .formatted(status, origin() + POLL, more);
  }

  /** Its task codes come under 200 only. */
  @Override
  int triesOfARow() {
    return 1;
  }

  /** Codes and states of a task come when it is asked for, everything else at once. */
  @Override
  ResponseDefinitionBuilder says(int status, String token) {
    boolean state = Set.of("failed", "timeout", "cancelled", "deleted").contains(token);
    if (state || token.matches("\\d{4}")) {
      String more = state ? "\"outputs\":[]" : "\"code\":" + token;
      String data = data(state ? token : "failed", more);
      onGet(POLL, okJson(data));
      return okJson(data("created", "\"outputs\":[]"));
    }
    String message =
        switch (token) {
          case WaveSpeedFailures.FLAGGED -> "Content flagged as potentially sensitive";
          case WaveSpeedFailures.NO_BALANCE -> "Insufficient balance";
          default -> "no";
        };
    boolean coded = message.equals("no");
    return aResponse()
        .withStatus(status)
        .withBody(coded ? error(token, message) : "{\"message\":\"%s\"}".formatted(message));
  }

  @Override
  String error(String code, String message) {
    return "{\"error_code\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
  }

  /** One image a call: the contract's three are refused before anything is sent. */
  @Override
  void generate_threeImages_bringsThreeAndFewerAreAccepted() {}

  @Test
  void callForTwo_isNotSent() {
    assertThat(failure(call(request().n(2).build())))
        .hasMessageContaining("it makes at most 1 images a call, not 2");
    assertThat(requests()).isEmpty();
  }

  @Test
  void request_onTheWire_isAPrediction() throws Exception {
    answer(okJson(success(List.of(base64(PNG)))));
    ProviderAnswer answer =
        get(
            call(
                request().size(new ImageSize(3840, 2160)).outputFormat(OutputFormat.WEBP).build()));
    assertThat(answer.requestId()).isEqualTo("pred_0001");
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/api/v3/openai/gpt-image-2/text-to-image");
    assertThat(sent.getHeader("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(sent.getHeader("X-Client-Request-Id")).isEqualTo("attempt-17");
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"prompt\":\"a \\\"lighthouse\\\" in fog \u00e4\u20ac\",\"aspect_ratio\":\"16:9\","
                + "\"resolution\":\"4k\",\"quality\":\"medium\",\"output_format\":\"webp\","
                + "\"enable_sync_mode\":false,\"enable_base64_output\":false}");
    assertThat(paths("GET")).containsExactly(POLL, "/files/0");
    assertThat(all("GET").get(1).containsHeader("Authorization")).isFalse();
  }

  @Test
  void edit_ofAFile_sendsItAsADataUri() throws Exception {
    byte[] image = Arrays.copyOf(PNG, 40);
    image[18] = 4;
    image[22] = 4;
    answer(okJson(success(List.of(base64(PNG)))));
    get(
        call(
            request()
                .inputImages(List.of(InputImage.of(Buffer.buffer(image))))
                .size(ImageSize.AUTO)
                .build()));
    assertThat(requests().get(0).getUrl()).isEqualTo("/api/v3/openai/gpt-image-2/edit");
    assertThat(requests().get(0).getBodyAsString())
        .contains("\"resolution\":\"1k\"")
        .doesNotContain("aspect_ratio")
        .endsWith(",\"images\":[\"data:image/png;base64," + base64(image) + "\"]}");
  }

  @Test
  void callForWhatItDoesNotKnow_isNotSent() {
    assertThat(failure(call(request().size(new ImageSize(1024, 1040)).build())))
        .hasMessageContaining("no such shape as 1024x1040");
    assertThat(
            failure(
                new ProviderCall(
                    "a",
                    request().build(),
                    "gpt-image-2",
                    Quality.MAX,
                    Thinking.OFF,
                    Duration.ofSeconds(3))))
        .hasMessageContaining("no quality 'max'");
    ImageProvider provider = provider(origin(), 1);
    assertThat(provider.capabilities().honoured()).isEmpty();
    assertThat(provider.priceList()).isEqualTo("wavespeed");
    provider.close();
    assertThat(requests()).isEmpty();
  }

  @Test
  void poll_thatFails_isAskedAgain() throws Exception {
    String submitted = success(List.of());
    onGet(
        POLL,
        List.of(
            okJson(data("processing", "\"outputs\":[]")),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            aResponse().withStatus(504).withBody("<html>"),
            aResponse().withStatus(429).withBody("{\"code\":429,\"message\":\"Too Many\"}"),
            okJson(data("pondering", "\"outputs\":[]")),
            okJson(
                data(
                    "completed",
                    "\"outputs\":[%s]".formatted(urls(List.of(base64(PNG)), "\"%s\""))))));
    answer(okJson(submitted));
    assertThat(get(call(request().build(), "gpt-image-2", Duration.ofSeconds(30))).images())
        .hasSize(1);
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "failed, 1200, Content flagged as potentially sensitive, PROMPT_REFUSED, NEVER, NO",
    "failed, 0, Content flagged as potentially sensitive, PROMPT_REFUSED, NEVER, NO",
    "failed, 1200, , PROMPT_REFUSED, NEVER, NO",
    "failed, 1400, m, BAD_REQUEST, NEVER, NO",
    "failed, 1401, aspect_ratio is not supported, BAD_REQUEST, NEVER, NO",
    "failed, 1402, m, BAD_REQUEST, NEVER, NO",
    "failed, 1403, m, SERVER_ERROR, SAFE, NO",
    "failed, 1405, m, SERVER_ERROR, SAFE, NO",
    "failed, 1406, m, SERVER_ERROR, SAFE, NO",
    "failed, 1407, m, SERVER_ERROR, SAFE, NO",
    "failed, 5000, m, SERVER_ERROR, SAFE, NO",
    "failed, 5003, m, OVERLOADED, SAFE, NO",
    "failed, 5004, m, SERVER_ERROR, SAFE, NO",
    "failed, 9999, m, SERVER_ERROR, SAFE, NO",
    "failed, 0, Insufficient balance, OUT_OF_MONEY, SAFE, NO",
    "timeout, 0, m, TIMED_OUT, UNSAFE, UNKNOWN",
    "cancelled, 0, m, TIMED_OUT, UNSAFE, UNKNOWN",
    "deleted, 0, m, BAD_ANSWER, UNSAFE, UNKNOWN",
  })
  void task_thatEndsWithoutAnImage_isTold(
      String status, String code, @Nullable String text, Kind kind, Retry retry, Billed billed) {
    answer(okJson(success(List.of())));
    String error = text == null ? "lighthouse" : text;
    onGet(
        POLL,
        okJson(
            data(status, "\"code\":%s".formatted(code))
                .replace("\"error\":\"\"", "\"error\":\"" + error + "\"")));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(billed);
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.requestId()).isEqualTo("pred_0001");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid value for aspect_ratio, BAD_REQUEST, NEVER, NO",
    "401, invalid api key, UNAUTHORIZED, SAFE, NO",
    "402, Insufficient credits, OUT_OF_MONEY, SAFE, NO",
    "400, Insufficient balance, OUT_OF_MONEY, SAFE, NO",
    "429, Too Many Requests, RATE_LIMITED, SAFE, NO",
    "504, Gateway Timeout, BAD_ANSWER, UNSAFE, UNKNOWN",
    "200, success, BAD_ANSWER, UNSAFE, UNKNOWN",
  })
  void submission_turnedAway_isTold(
      int status, String message, Kind kind, Retry retry, Billed billed) {
    answer(
        aResponse()
            .withStatus(status)
            .withBody("{\"code\":%d,\"message\":\"%s\"}".formatted(status, message)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(billed);
  }

  @Test
  void syncCall_thatEndsInTime_asksNoMore() throws Exception {
    sync = true;
    String outputs = "\"outputs\":[%s]".formatted(urls(List.of(base64(PNG)), "\"%s\""));
    answer(okJson(data("completed", outputs)));
    assertThat(get(call(request().build())).images()).hasSize(1);
    assertThat(requests().get(0).getBodyAsString()).contains("\"enable_sync_mode\":true");
    assertThat(paths("GET")).containsExactly("/files/0");
  }

  @Test
  void syncCall_thatTakesTooLong_goesOnByAsking() throws Exception {
    sync = true;
    success(List.of(base64(PNG)));
    answer(okJson(data("processing", "\"code\":5004")));
    assertThat(get(call(request().build())).images()).hasSize(1);
    assertThat(paths("GET")).contains(POLL);
  }

  @Test
  void syncCall_answeredWithABare504_leavesTheBillUnknown() {
    sync = true;
    answer(aResponse().withStatus(504));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @Test
  void base64Output_ofAnySize_isReadFromTheAnswer() throws Exception {
    base64 = true;
    byte[] large = Arrays.copyOf(PNG, 3_000_001);
    answer(okJson(success(List.of())));
    onGet(POLL, okJson(data("completed", "\"outputs\":[\"%s\"]".formatted(base64(large)))));
    ProviderAnswer answer = get(call(request().build()));
    assertThat(answer.images().get(0).bytes().getBytes()).isEqualTo(large);
    assertThat(paths("GET")).containsExactly(POLL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/evil", "https://localhost:%d/evil", "/evil", ""})
  void pollUrl_ofAnotherHost_neverSeesTheKey(String evil) throws Exception {
    String url = evil.contains("%") ? evil.formatted(server.port()) : evil;
    answer(okJson(success(List.of(base64(PNG))).replace(origin() + POLL, url)));
    assertThat(get(call(request().build())).images()).hasSize(1);
    assertThat(paths("GET")).contains(POLL).noneMatch(path -> path.contains("evil"));
  }

  @Test
  void job_thatIsLate_leavesTheBillUnknown() {
    answer(okJson(success(List.of())));
    onGet(POLL, okJson(data("processing", "\"outputs\":[]")));
    ProviderFailure failure =
        failure(call(request().build(), "gpt-image-2", Duration.ofMillis(600)));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }
}

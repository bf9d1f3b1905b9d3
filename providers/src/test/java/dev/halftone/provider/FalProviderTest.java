package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.BillableUnits;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.Background;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FalProviderTest extends JobProviderContract {
  private static final String ID = "5b1c0b1e-0000-4000-8000-000000000001";
  private static final String JOB = "/openai/gpt-image-2/requests/" + ID;
  private static final String STATUS = JOB + "/status";
  private static final String QUEUED =
      "{\"status\":\"IN_QUEUE\",\"queue_position\":2,\"request_id\":\"%s\"}".formatted(ID);
  private static final String COMPLETED =
      "{\"status\":\"COMPLETED\",\"request_id\":\"%s\",\"logs\":[]}".formatted(ID);

  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return FalProvider.create(
        vertx,
        FalOptions.builder()
            .key(Secret.of(KEY))
            .baseUrl(origin)
            .models(Set.of("gpt-image-2", "gpt-image-2.5-flare"))
            .startTimeout(Duration.ofSeconds(60))
            .maxInFlight(maxInFlight)
            .build());
  }

  /** The answer to the submission; what follows it is served as well. */
  @Override
  FailureTable table() {
    return FalFailures.TABLE;
  }

  @Override
  Billed billedWithoutAny() {
    return Billed.YES;
  }

  @Override
  String success(List<String> images) {
    onGet(STATUS, okJson(COMPLETED));
    onGet(JOB, okJson(images(images)).withHeader("x-fal-billable-units", "0.22"));
    return submitted(ID, origin() + STATUS);
  }

  private String images(List<String> images) {
    return "{\"images\":[%s]}".formatted(urls(images, "{\"url\":\"%s\"}"));
  }

  private String submitted(String id, String statusUrl) {
    return "{\"status\":\"IN_QUEUE\",\"request_id\":\"%s\",\"status_url\":\"%s\",\"response_url\":\"%s\"}"
        .formatted(id, statusUrl, origin() + JOB);
  }

  @Override
  ResponseDefinitionBuilder says(int status, String token) {
    return FalBodies.says(status, token);
  }

  @Override
  String error(String code, String message) {
    return "{\"detail\":[{\"loc\":[\"body\"],\"type\":\"%s\",\"msg\":\"%s\"}]}"
        .formatted(code, message);
  }

  @Override
  String number(int images) {
    return "\"num_images\":" + images;
  }

  @Override
  Billed billedFor(int status, Billed usual) {
    return status == 422 ? Billed.UNKNOWN : usual;
  }

  @Test
  void request_onTheWire_goesThroughTheQueue() throws Exception {
    answer(ok(success(List.of(base64(PNG), base64(JPEG)))));
    ProviderAnswer answer = get(call(request().n(2).background(Background.OPAQUE).build()));
    assertThat(answer.images())
        .extracting(GeneratedImage::format)
        .containsExactly(OutputFormat.PNG, OutputFormat.JPEG);
    assertThat(answer.requestId()).isEqualTo(ID);
    assertThat(answer.billedUnits()).isEqualTo(BillableUnits.parse("0.22"));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/openai/gpt-image-2");
    assertThat(sent.getHeader("Authorization")).isEqualTo("Key " + KEY);
    assertThat(sent.getHeader("X-Client-Request-Id")).isEqualTo("attempt-17");
    assertThat(sent.getHeader("X-Fal-No-Retry")).isEqualTo("1");
    assertThat(sent.getHeader("X-Fal-Request-Timeout")).isEqualTo("60");
    assertThat(sent.getHeader("x-app-fal-disable-fallback")).isEqualTo("true");
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"prompt\":\"a \\\"lighthouse\\\" in fog \u00e4\u20ac\","
                + "\"image_size\":{\"width\":1024,\"height\":1024},\"quality\":\"medium\","
                + "\"num_images\":2,\"output_format\":\"png\",\"background\":\"opaque\"}");
    for (LoggedRequest asked : all("GET")) {
      boolean file = asked.getUrl().startsWith("/files/");
      assertThat(asked.containsHeader("Authorization")).isEqualTo(!file);
    }
  }

  @Test
  void edit_ofFiles_sendsThemAsDataUrisAndAsksAboveTheSubPath() throws Exception {
    byte[] large = Arrays.copyOf(PNG, 300_001);
    large[18] = 4;
    large[22] = 4;
    answer(ok(success(List.of(base64(PNG)))));
    InputImage image = InputImage.of(Buffer.buffer(large));
    get(call(request().inputImages(List.of(image, image)).size(ImageSize.AUTO).build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/openai/gpt-image-2/edit");
    String uri = "\"data:image/png;base64," + base64(large) + "\"";
    assertThat(sent.getBodyAsString())
        .contains("\"image_size\":\"auto\"")
        .endsWith(",\"image_urls\":[%s,%s]}".formatted(uri, uri));
    assertThat(paths("GET")).contains(STATUS, JOB);
  }

  @Test
  void modelOfAFamily_hasItsOwnPath() throws Exception {
    answer(ok(success(List.of(base64(PNG)))));
    get(
        new ProviderCall(
            "attempt-17",
            request().build(),
            "gpt-image-2.5-flare",
            Quality.LOW,
            Thinking.OFF,
            Duration.ofSeconds(3)));
    assertThat(requests().get(0).getUrl()).isEqualTo("/openai/gpt-image-2.5/flare/text-to-image");
  }

  @Test
  void capabilities_areThoseOfAllItsModels() {
    ImageProvider fal = provider(origin(), 3);
    assertThat(fal.priceList()).isEqualTo("fal");
    assertThat(fal.capabilities().imagesPerCall()).isEqualTo(4);
    assertThat(fal.capabilities().inputImages()).isEqualTo(16);
    assertThat(fal.capabilities().mask()).isFalse();
    assertThat(fal.capabilities().honoured())
        .containsExactlyInAnyOrder(Parameter.SIZE, Parameter.BACKGROUND);
    fal.close();
  }

  @Test
  void callWithMoreThanItMakes_isNotSent() {
    ProviderFailure failure = failure(call(request().n(5).build()));
    assertThat(failure).hasMessageContaining("it makes at most 4 images a call, not 5");
    InputImage size = InputImage.ofSize(new ImageSize(1024, 1024));
    assertThat(failure(call(request().inputImages(List.of(size)).build())))
        .hasMessageContaining("a size without bytes");
    assertThat(failure(call(request().inputImages(List.of(size)).mask(size).build())))
        .hasMessageContaining("does not take a mask");
    assertThat(requests()).isEmpty();
  }

  @Test
  void poll_thatFails_isAskedAgain() throws Exception {
    String images = success(List.of(base64(PNG)));
    onGet(
        STATUS,
        List.of(
            okJson(QUEUED).withStatus(202),
            aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
            aResponse().withStatus(500).withBody(error("internal_error", "m")),
            aResponse().withStatus(429).withHeader("Retry-After", "0.1"),
            ok("<html>who are you</html>"),
            okJson(QUEUED.replace("IN_QUEUE", "IN_PROGRESS")),
            okJson(COMPLETED)));
    onGet(
        JOB,
        List.of(
            aResponse().withStatus(503).withBody("<html>"),
            aResponse().withFault(Fault.EMPTY_RESPONSE),
            okJson(images(List.of(base64(PNG))))));
    answer(ok(images));
    assertThat(get(call(request().build(), "gpt-image-2", Duration.ofSeconds(30))).images())
        .hasSize(1);
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\":\"FAILED\"}", "{\"status\":7}", "<html>", "[]", "{}"})
  void poll_thatIsNeverUnderstood_leavesTheBillUnknown(String body) {
    answer(ok(success(List.of(base64(PNG)))));
    onGet(STATUS, ok(body));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
    assertThat(failure.requestId()).isEqualTo(ID);
    assertThat(paths("GET")).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "404", "405", "302"})
  void result_keptFromUs_leavesTheBillUnknown(int status) {
    answer(ok(success(List.of(base64(PNG)))));
    onGet(JOB, aResponse().withStatus(status).withBody("{\"detail\":\"Request not found\"}"));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.retry()).isEqualTo(Retry.UNSAFE);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "504, request_timeout, 0, OVERLOADED, SAFE, NO",
    "504, request_timeout, , OVERLOADED, SAFE, NO",
    "422, content_policy_violation, , PROMPT_REFUSED, NEVER, UNKNOWN",
    "422, content_policy_violation, 0, PROMPT_REFUSED, NEVER, NO",
    "422, content_policy_violation, 0.06, PROMPT_REFUSED, NEVER, YES",
    "404, request_timeout, , OVERLOADED, SAFE, NO",
    "200, request_timeout, , OVERLOADED, SAFE, NO",
    "404, something_new, , BAD_ANSWER, UNSAFE, UNKNOWN",
  })
  void job_completedWithAnError_isTold(
      int status, String type, @Nullable String units, Kind kind, Retry retry, Billed billed) {
    answer(ok(success(List.of(base64(PNG)))));
    String error = ",\"error\":\"lighthouse\",\"error_type\":\"%s\"}".formatted(type);
    onGet(STATUS, okJson(COMPLETED.replace("}", error)));
    String body = status == 404 || status == 200 ? "{}" : error(type, "m");
    ResponseDefinitionBuilder result = aResponse().withStatus(status).withBody(body);
    onGet(JOB, units == null ? result : result.withHeader("x-fal-billable-units", units));
    if (status == 200) {
      onGet(JOB, ok("<html>"));
    }
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retry()).isEqualTo(retry);
    assertThat(failure.billed()).isEqualTo(billed);
    assertThat(failure.code()).isEqualTo(type);
  }

  @Test
  void statusUrl_ofAnotherHost_neverSeesTheKey() throws Exception {
    success(List.of(base64(PNG)));
    for (String evil :
        List.of(
            "http://127.0.0.1:" + server.port() + "/evil",
            "http://localhost:" + server.port() + "@127.0.0.1:" + server.port() + "/evil",
            "http://localhost.evil.example:" + server.port() + "/evil",
            "https://localhost:" + server.port() + "/evil",
            "//evil/",
            "/evil",
            "")) {
      server.resetRequests();
      answer(ok(submitted(ID, evil).replace(origin() + JOB, evil)));
      assertThat(get(call(request().build())).images()).as(evil).hasSize(1);
      assertThat(paths("GET")).contains(STATUS, JOB).noneMatch(path -> path.contains("evil"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x", "a/b", "a?b", "a#b", "..", ".", "a%2Fb", "", "a b", "a\\nb"})
  void jobId_withCharactersOfAPath_isNotUsed(String id) {
    answer(ok(submitted(id, origin() + STATUS)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
    assertThat(paths("GET")).isEmpty();
  }

  @Test
  void job_lateAndCancelled_leavesTheBillUnknown() {
    answer(ok(success(List.of(base64(PNG)))));
    onGet(STATUS, okJson(QUEUED));
    onPut(JOB + "/cancel", okJson("{\"status\":\"CANCELLATION_REQUESTED\"}").withStatus(202));
    ProviderFailure failure =
        failure(call(request().build(), "gpt-image-2", Duration.ofMillis(900)));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
    assertThat(failure.requestId()).isEqualTo(ID);
    assertThat(paths("PUT")).containsExactly(JOB + "/cancel");
    assertThat(all("PUT").get(0).getHeader("Authorization")).isEqualTo("Key " + KEY);
  }

  @Test
  void job_thatEndedJustBeforeItIsCancelled_isFetchedAfterAll() throws Exception {
    answer(ok(success(List.of(base64(PNG)))));
    onGet(STATUS, okJson(QUEUED));
    onPut(JOB + "/cancel", okJson("{\"status\":\"ALREADY_COMPLETED\"}").withStatus(400));
    ProviderAnswer answer = get(call(request().build(), "gpt-image-2", Duration.ofMillis(2_500)));
    assertThat(answer.images()).hasSize(1);
  }

  @Test
  void close_whileAJobIsUnderWay_endsItAtOnce() throws Exception {
    answer(ok(success(List.of(base64(PNG)))));
    onGet(STATUS, okJson(QUEUED));
    ImageProvider provider = provider(origin(), 3);
    Future<ProviderAnswer> job =
        provider.generate(call(request().build(), "gpt-image-2", Duration.ofMinutes(5)));
    while (paths("GET").isEmpty()) {
      Thread.onSpinWait();
    }
    provider.close();
    try {
      job.toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS);
      throw new AssertionError("no failure");
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              ProviderFailure.class, f -> assertThat(f.billed()).isEqualTo(Billed.UNKNOWN));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/a.png",
        "https://evil.example.com/a.png",
        "file:///etc/passwd",
      })
  void image_redirectedInside_isBilledAndNotFetched(String location) {
    String url = served(aResponse().withStatus(302).withHeader("Location", location));
    answer(ok(success(List.of(url))));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.billed()).isEqualTo(Billed.YES);
    assertThat(failure.retry()).isEqualTo(Retry.UNSAFE);
    assertThat(failure).hasMessageContaining("the image was made and did not arrive");
  }

  @Test
  void image_ofAnotherKindThanAPicture_isBilledUnlessUnitsSayNo() {
    sentMayBeMany = true;
    String url = served(ok("<svg/>"));
    answer(ok(success(List.of(url))));
    ProviderFailure lost = failure(call(request().build()));
    assertThat(lost.billed()).isEqualTo(Billed.YES);
    assertThat(lost.billedUnits()).isEqualTo(BillableUnits.parse("0.22"));
    onGet(JOB, okJson(images(List.of())).withHeader("x-fal-billable-units", "0.22"));
    ProviderFailure empty = failure(call(request().build()));
    assertThat(empty.billed()).isEqualTo(Billed.YES);
    assertThat(empty.billedUnits()).isEqualTo(BillableUnits.parse("0.22"));
    onGet(JOB, okJson(images(List.of(url))).withHeader("x-fal-billable-units", "0"));
    assertThat(failure(call(request().build())).billed()).isEqualTo(Billed.NO);
  }

  @Test
  void oneImageOfTwoLost_bringsTheOther() throws Exception {
    answer(ok(success(List.of(served(ok("<svg/>")), base64(PNG)))));
    assertThat(get(call(request().n(2).build())).images()).hasSize(1);
  }
}

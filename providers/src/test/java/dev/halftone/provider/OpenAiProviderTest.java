package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.image.Background;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiProviderTest extends StreamContract {
  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return OpenAiProvider.create(vertx, options(origin).maxInFlight(maxInFlight).build());
  }

  private static OpenAiOptions.Builder options(String origin) {
    return OpenAiOptions.builder()
        .name("oa")
        .key(Secret.of(KEY))
        .baseUrl(origin + "/v1/")
        .models(Set.of("gpt-image-2"));
  }

  @Override
  FailureTable table() {
    return OpenAiFailures.TABLE;
  }

  @Override
  String success(List<String> images) {
    return OpenAiBodies.success(images, OpenAiBodies.USAGE);
  }

  @Override
  String error(String code, String message) {
    return OpenAiBodies.error(code, "invalid_request_error", message);
  }

  @Override
  List<String> events(boolean edit, List<String> partials, @Nullable String completed) {
    return OpenAiBodies.events(edit, partials, completed);
  }

  @Test
  void request_onTheWire_namesEverythingThatCosts() throws Exception {
    answer(aResponse().withHeader("x-request-id", "req_1").withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer =
        get(
            call(
                request()
                    .size(new ImageSize(1536, 1024))
                    .outputFormat(OutputFormat.JPEG)
                    .outputCompression(80)
                    .background(Background.OPAQUE)
                    .build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/v1/images/generations");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("X-Client-Request-Id").firstValue()).isEqualTo("attempt-17");
    assertThat(WireJson.parse(sent.getBody()))
        .isEqualTo(
            WireJson.object()
                .put("model", "gpt-image-2")
                .put("prompt", PROMPT)
                .put("n", 1)
                .put("size", "1536x1024")
                .put("quality", "medium")
                .put("output_format", "jpeg")
                .put("background", "opaque")
                .put("output_compression", 80));
    assertThat(answer.requestId()).isEqualTo("req_1");
    assertThat(answer.usage()).isEqualTo(new Usage(24, 0, 1756, 4));
    assertThat(answer.billed()).isNull();
  }

  @Test
  void request_thatIsStreamed_saysSoAndBringsUsage() throws Exception {
    stream(events(false, List.of(base64(PNG)), base64(PNG)));
    ProviderAnswer answer = get(streamed(false));
    assertThat(requests().get(0).getUrl()).isEqualTo("/v1/images/generations");
    assertThat(WireJson.parse(requests().get(0).getBody()))
        .isEqualTo(
            WireJson.object()
                .put("model", "gpt-image-2")
                .put("prompt", PROMPT)
                .put("n", 1)
                .put("size", "1024x1024")
                .put("quality", "medium")
                .put("output_format", "png")
                .put("stream", true)
                .put("partial_images", 2));
    assertThat(answer.usage()).isEqualTo(new Usage(24, 0, 1756, 4));
  }

  @Test
  void answer_aboveALimitOfTheOptions_namesIt() throws Exception {
    byte[] large = Arrays.copyOf(PNG, 3_000);
    sentMayBeMany = true;
    stream(events(false, List.of(base64(PNG)), base64(large)));
    assertThatThrownBy(() -> limited(options(origin()).maxEventBytes(2_000), streamed(false)))
        .isInstanceOfSatisfying(
            ProviderFailure.class, one -> assertProbablyBilled(one, Kind.BAD_ANSWER))
        .hasMessageContaining("larger than 2000 bytes; raise maxEventBytes");
    assertThatThrownBy(() -> limited(options(origin()).maxImageBytes(2_000), streamed(false)))
        .hasMessageContaining("image 0 is larger than 2000 bytes; raise maxImageBytes");
    assertThatThrownBy(() -> limited(options(origin()).maxResponseBytes(2_000), streamed(false)))
        .hasMessageContaining("the answer is larger than 2000 bytes; raise maxResponseBytes");
  }

  private static void limited(OpenAiOptions.Builder options, ProviderCall call) throws Exception {
    ImageProvider provider = OpenAiProvider.create(vertx, options.build());
    try {
      await(provider.generate(call));
    } finally {
      provider.close();
    }
  }

  @Test
  void request_withAuto_saysAuto() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(
        new ProviderCall(
            "a",
            request().size(ImageSize.AUTO).build(),
            "gpt-image-2",
            Quality.AUTO,
            Thinking.OFF,
            Duration.ofSeconds(3)));
    assertThat(requests().get(0).getBodyAsString())
        .contains("\"size\":\"auto\"")
        .contains("\"quality\":\"auto\"");
  }

  @Test
  void request_withComplexity_namesIt() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(
        new ProviderCall(
            "a",
            request().build(),
            "gpt-image-2",
            Quality.MEDIUM,
            Thinking.LOW,
            Duration.ofSeconds(3)));
    assertThat(requests().get(0).getBodyAsString()).contains("\"complexity\":\"low\"");
  }

  @Test
  void timeout_ofTheOptions_boundsACallThatMayTakeLonger() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))).withFixedDelay(1_000));
    ImageProvider hurried =
        OpenAiProvider.create(vertx, options(origin()).timeout(Duration.ofMillis(150)).build());
    ProviderCall call = call(request().build(), "gpt-image-2", Duration.ofMinutes(1));
    assertThatThrownBy(() -> hurried.generate(call).await(5, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            ProviderFailure.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT))
        .hasMessageContaining("within 150 ms");
    hurried.close();
  }

  @Test
  void usage_ofAnEditWhoseInputIsNotDivided_isNotPricedAsText() throws Exception {
    String usage = "{\"input_tokens\":30,\"output_tokens\":200}";
    answer(aResponse().withBody(OpenAiBodies.success(List.of(base64(PNG)), usage)));
    assertThat(get(call(request().inputImages(List.of(REFERENCE)).build())).usage()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input_tokens\":30,\"output_tokens\":200} | 30 | 0 | 200 | 0",
        "{\"input_tokens\":30,\"output_tokens\":200,\"input_tokens_details\":{\"text_tokens\":10,\"image_tokens\":20}} | 10 | 20 | 200 | 0",
        "{\"input_tokens\":30,\"output_tokens\":200,\"output_tokens_details\":{\"text_tokens\":0,\"image_tokens\":0}} | 30 | 0 | 200 | 0",
      })
  void usage_withOrWithoutDetails_addsUp(String usage, long text, long image, long out, long words)
      throws Exception {
    answer(aResponse().withBody(OpenAiBodies.success(List.of(base64(PNG)), usage)));
    assertThat(get(call(request().build())).usage()).isEqualTo(new Usage(text, image, out, words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null",
        "{}",
        "{\"input_tokens\":-1,\"output_tokens\":2}",
        "\"x\"",
        "{\"input_tokens\":1.5,\"output_tokens\":2}",
        "{\"input_tokens\":1,\"output_tokens\":99999999999999999999}"
      })
  void usage_thatMakesNoSense_isNotMadeUp(String usage) throws Exception {
    answer(aResponse().withBody(OpenAiBodies.success(List.of(base64(PNG)), usage)));
    assertThat(get(call(request().build())).usage()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_value, invalid_request_error, BAD_REQUEST, NO",
    "400, , image_generation_user_error, BAD_REQUEST, NO",
    "400, moderation_blocked, image_generation_user_error, PROMPT_REFUSED, NO",
    "400, , user_error, PROMPT_REFUSED, NO",
    "401, invalid_api_key, invalid_request_error, UNAUTHORIZED, NO",
    "403, unsupported_country_region_territory, request_forbidden, BLOCKED, NO",
    "404, model_not_found, invalid_request_error, NOT_FOUND, NO",
    "429, rate_limit_exceeded, requests, RATE_LIMITED, NO",
    "429, slow_down, requests, RATE_LIMITED, NO",
    "429, insufficient_quota, insufficient_quota, OUT_OF_MONEY, NO",
    "429, billing_hard_limit_reached, x, OUT_OF_MONEY, NO",
    "429, credit_balance_exhausted, x, OUT_OF_MONEY, NO",
    "429, organization_spend_limit_exceeded, x, OUT_OF_MONEY, NO",
    "429, project_spend_limit_exceeded, x, OUT_OF_MONEY, NO",
    "429, organization_usage_limit_exceeded, x, OUT_OF_MONEY, NO",
    "500, , server_error, SERVER_ERROR, NO",
    "503, server_is_overloaded, service_unavailable_error, OVERLOADED, NO",
    "200, moderation_blocked, x, PROMPT_REFUSED, UNKNOWN",
    "200, insufficient_quota, x, OUT_OF_MONEY, UNKNOWN",
  })
  void error_ofOpenAi_isTold(int status, String code, String type, Kind kind, Billed billed) {
    String message = "user_error".equals(type) ? "safety_violations=[violence]" : "no";
    answer(
        aResponse()
            .withStatus(status)
            .withHeader("x-request-id", "req_2")
            .withBody(OpenAiBodies.error(code, type, message)));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.billed()).isEqualTo(billed);
    assertThat(failure.requestId()).isEqualTo("req_2");
    assertThat(failure.code()).isEqualTo(code == null ? type : code);
  }

  @Test
  void refusal_afterTheImageWasMade_mayBeBilled() {
    answer(
        aResponse()
            .withStatus(400)
            .withBody(
                "{\"error\":{\"code\":\"moderation_blocked\",\"message\":\"m\",\"moderation_details\":{\"moderation_stage\":\"output\"}}}"));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.PROMPT_REFUSED);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @Test
  void model_namedAsTheBadParameter_isNotFound() {
    answer(
        aResponse()
            .withStatus(400)
            .withBody("{\"error\":{\"code\":\"invalid_value\",\"param\":\"model\"}}"));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure)
        .hasMessage(
            "oa: not_found: HTTP 400, invalid_value, param=model: the model is not served by this"
                + " endpoint");
  }

  @Test
  void options_incompleteOrWrong_sayWhatIsAllowed() {
    assertThatThrownBy(() -> OpenAiOptions.builder().models(Set.of("m")).build())
        .hasMessage("provider 'openai' has no key");
    assertThatThrownBy(() -> OpenAiOptions.builder().key(Secret.of("k")).build())
        .hasMessage("provider 'openai' has no models");
    assertThatThrownBy(() -> OpenAiOptions.builder().baseUrl("https://u:" + KEY + "@h/v1"))
        .hasMessageContaining("base URL must be like https://host")
        .hasMessageNotContaining(KEY);
    assertThatThrownBy(() -> OpenAiOptions.builder().maxInFlight(0))
        .hasMessage("max in flight 0 is not 1 to 65536");
    assertThatThrownBy(() -> OpenAiOptions.builder().maxImageBytes(1_023))
        .hasMessage("max image bytes 1023 is not 1024 to 1073741824");
    assertThatThrownBy(() -> OpenAiOptions.builder().maxEventBytes((1L << 30) + 1))
        .hasMessage("max event bytes 1073741825 is not 1024 to 1073741824");
    assertThatThrownBy(() -> Secret.of("a\r\nb")).hasMessageContaining("line break");
    assertThat(options("http://h").build().toString()).contains("***").doesNotContain(KEY);
    assertThat(
            OpenAiFailures.TABLE.rows().stream()
                .map(FailureRow::meaning)
                .collect(Collectors.joining()))
        .isNotBlank();
  }
}

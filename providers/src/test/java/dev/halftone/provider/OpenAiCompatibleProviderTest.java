package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderCall;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A passthrough that streams, takes forms and wants a header of its own. */
class OpenAiCompatibleProviderTest extends StreamContract {
  private static final String GATE = "cf-token-0815";
  private static final Map<Thinking, String> EFFORTS =
      Map.of(Thinking.LOW, "low", Thinking.MEDIUM, "medium", Thinking.HIGH, "high");

  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return OpenAiCompatibleProvider.create(
        vertx,
        options(origin).edits(EditForm.MULTIPART).streaming(true).maxInFlight(maxInFlight).build());
  }

  private static OpenAiCompatibleOptions.Builder options(String origin) {
    return OpenAiCompatibleOptions.builder()
        .name("cf")
        .key(Secret.of(KEY))
        .baseUrl(origin + "/v1/account/gateway/openai")
        .header("cf-aig-authorization", Secret.of(GATE))
        .models(Map.of("gpt-image-2", "openai/gpt-image-2"))
        .priceList("openai");
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
  void request_asItIs_isOpenAisWithTheHostsNames() throws Exception {
    LoggedRequest sent = send(options(origin()), request().partialImages(2).build(), Thinking.HIGH);
    assertThat(sent.getUrl()).isEqualTo("/v1/account/gateway/openai/images/generations");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("cf-aig-authorization").firstValue()).isEqualTo(GATE);
    assertThat(sent.header("X-Client-Request-Id").firstValue()).isEqualTo("attempt-17");
    assertThat(sent.getBodyAsString())
        .isEqualTo(
            "{\"model\":\"openai/gpt-image-2\",\"prompt\":\"a \\\"lighthouse\\\" in fog \u00e4\u20ac\",\"n\":1,"
                + "\"size\":\"1024x1024\",\"quality\":\"medium\",\"output_format\":\"png\"}");
  }

  @Test
  void request_withEveryOption_followsThem() throws Exception {
    LoggedRequest sent =
        send(
            options(origin())
                .generationsPath("/v2/pictures")
                .auth("x-api-key", "")
                .responseFormat(true)
                .thinking("reasoning_effort", EFFORTS),
            request().build(),
            Thinking.HIGH);
    assertThat(sent.getUrl()).isEqualTo("/v1/account/gateway/openai/v2/pictures");
    assertThat(sent.header("x-api-key").firstValue()).isEqualTo(KEY);
    assertThat(sent.containsHeader("Authorization")).isFalse();
    assertThat(sent.getBodyAsString())
        .contains("\"response_format\":\"b64_json\"")
        .contains("\"reasoning_effort\":\"high\"");
  }

  @Test
  void thinking_off_isSentOnlyIfItHasAValue() throws Exception {
    sentMayBeMany = true;
    OpenAiCompatibleOptions.Builder options = options(origin());
    LoggedRequest without =
        send(options.thinking("thinking", EFFORTS), request().build(), Thinking.OFF);
    assertThat(without.getBodyAsString()).doesNotContain("thinking");
    server.resetRequests();
    Map<Thinking, String> all = new EnumMap<>(EFFORTS);
    all.put(Thinking.OFF, "off");
    LoggedRequest with = send(options.thinking("thinking", all), request().build(), Thinking.OFF);
    assertThat(with.getBodyAsString()).contains("\"thinking\":\"off\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "MULTIPART"})
  void edit_inEitherForm_followsTheOptions(EditForm form) throws Exception {
    LoggedRequest sent =
        send(
            options(origin())
                .edits(form)
                .editsPath("/img/edit")
                .responseFormat(true)
                .thinking("effort", EFFORTS),
            request().inputImages(List.of(REFERENCE)).mask(MASK).build(),
            Thinking.LOW);
    assertThat(sent.getUrl()).isEqualTo("/v1/account/gateway/openai/img/edit");
    assertThat(sent.header("Content-Type").firstValue())
        .startsWith(form == EditForm.JSON ? "application/json" : "multipart/form-data; boundary=");
    assertThat(sent.getBodyAsString())
        .contains("response_format", "b64_json", "effort", "low", "openai/gpt-image-2");
    if (form == EditForm.JSON) {
      assertThat(Objects.requireNonNull(WireJson.parse(sent.getBody())).path("images")).hasSize(1);
    }
  }

  @Test
  void capabilities_followTheOptions() {
    Capabilities least = capabilities(options(origin()));
    assertThat(least.inputImages()).isZero();
    assertThat(least.mask()).isFalse();
    assertThat(least.imagesPerCall()).isEqualTo(10);
    assertThat(least.honoured())
        .containsExactlyInAnyOrder(
            Parameter.SIZE, Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION);
    Capabilities most =
        capabilities(
            options(origin())
                .edits(EditForm.JSON)
                .streaming(true)
                .imagesPerCall(1)
                .formats(Set.of(OutputFormat.PNG))
                .thinking("thinking", EFFORTS));
    assertThat(most.inputImages()).isEqualTo(16);
    assertThat(most.mask()).isTrue();
    assertThat(most.imagesPerCall()).isEqualTo(1);
    assertThat(most.formats()).containsExactly(OutputFormat.PNG);
    assertThat(most.honoured()).containsExactlyInAnyOrder(Parameter.values());
  }

  @Test
  void error_repeatingTheOtherHeaders_doesNotShowThem() {
    answer(aResponse().withStatus(400).withBody(error(GATE, "no " + GATE)));
    assertThat(failure(call(request().build())).toString()).doesNotContain(GATE);
  }

  @Test
  void options_wrong_sayWhatIsAllowed() {
    OpenAiCompatibleOptions.Builder builder = OpenAiCompatibleOptions.builder();
    assertThatThrownBy(() -> builder.header("a\r\nb", Secret.of("x")))
        .hasMessageContaining("header");
    assertThatThrownBy(() -> builder.header("Content-Length", Secret.of("1")))
        .hasMessage("header 'Content-Length' is set already");
    assertThatThrownBy(() -> builder.auth("Host", "Bearer")).hasMessageContaining("Host");
    assertThatThrownBy(() -> builder.auth("Authorization", "Bearer: "))
        .hasMessageContaining("auth scheme");
    assertThatThrownBy(() -> builder.generationsPath("images?x=1"))
        .hasMessageContaining("generations path");
    assertThatThrownBy(() -> builder.models(Map.of("m", "a b"))).hasMessageContaining("model");
    assertThatThrownBy(() -> builder.imagesPerCall(11)).hasMessageContaining("1 to 10");
    assertThatThrownBy(() -> builder.formats(Set.of())).hasMessageContaining("formats is empty");
    assertThatThrownBy(() -> builder.thinking("quality", EFFORTS))
        .hasMessageContaining("set by the request");
    assertThatThrownBy(() -> builder.thinking("thinking", Map.of(Thinking.LOW, "low")))
        .hasMessageContaining("no value for medium");
    assertThatThrownBy(builder.key(Secret.of("k")).models(Map.of("m", "m"))::build)
        .hasMessageContaining("has no endpoint");
    assertThatThrownBy(builder.baseUrl("https://h/v1")::build)
        .hasMessageContaining("no price list");
    assertThat(options("https://h").build().toString()).doesNotContain(KEY, GATE);
    assertThat(EditForm.parse("Json")).isEqualTo(EditForm.JSON);
    assertThatThrownBy(() -> EditForm.parse("xml")).hasMessageContaining("none, json, multipart");
  }

  private LoggedRequest send(
      OpenAiCompatibleOptions.Builder options, ImageRequest request, Thinking thinking)
      throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    ImageProvider provider = OpenAiCompatibleProvider.create(vertx, options.build());
    await(
        provider.generate(
            new ProviderCall(
                "attempt-17",
                request,
                "gpt-image-2",
                Quality.MEDIUM,
                thinking,
                Duration.ofSeconds(3))));
    provider.close();
    return requests().get(0);
  }

  private static Capabilities capabilities(OpenAiCompatibleOptions.Builder options) {
    ImageProvider provider = OpenAiCompatibleProvider.create(vertx, options.build());
    provider.close();
    return provider.capabilities();
  }
}

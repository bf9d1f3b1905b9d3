package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.image.Background;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiResponsesProviderTest extends StreamContract {
  private static final String TEXT_USAGE =
      "{\"input_tokens\":420,\"output_tokens\":1600,\"output_tokens_details\":{\"reasoning_tokens\":1500}}";

  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return OpenAiResponsesProvider.create(vertx, options(origin).maxInFlight(maxInFlight).build());
  }

  private static OpenAiResponsesOptions.Builder options(String origin) {
    return OpenAiResponsesOptions.builder()
        .name("oa-think")
        .key(Secret.of(KEY))
        .baseUrl(origin + "/v1")
        .models(Set.of("gpt-image-2"));
  }

  @Override
  FailureTable table() {
    return OpenAiFailures.TABLE;
  }

  @Override
  String success(List<String> images) {
    return success(images, TEXT_USAGE, "{\"image_gen\":%s}".formatted(OpenAiBodies.USAGE));
  }

  private static String success(List<String> images, String usage, String toolUsage) {
    String calls =
        images.stream()
            .map(
                image ->
                    ",{\"id\":\"ig_1\",\"type\":\"image_generation_call\",\"status\":\"completed\",\"revised_prompt\":\"r\",\"result\":\"%s\"}"
                        .formatted(image))
            .collect(Collectors.joining());
    return "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"error\":null,\"output\":[{\"type\":\"reasoning\",\"summary\":[]}%s],\"usage\":%s,\"tool_usage\":%s}"
        .formatted(calls, usage, toolUsage);
  }

  @Override
  String error(String code, String message) {
    return OpenAiBodies.error(code, "invalid_request_error", message);
  }

  @Test
  @Override
  void generate_threeImages_bringsThreeAndFewerAreAccepted() {
    assertNotSent(failure(call(request().n(3).build())));
  }

  @Test
  void request_thatThinks_makesTheTextModelCallTheTool() throws Exception {
    answer(aResponse().withHeader("x-request-id", "req_1").withBody(success(List.of(base64(PNG)))));
    ProviderAnswer answer =
        get(
            thinking(
                Thinking.HIGH,
                request()
                    .size(new ImageSize(1536, 1024))
                    .outputFormat(OutputFormat.JPEG)
                    .outputCompression(80)
                    .background(Background.OPAQUE)
                    .build()));
    LoggedRequest sent = requests().get(0);
    assertThat(sent.getUrl()).isEqualTo("/v1/responses");
    assertThat(sent.header("Authorization").firstValue()).isEqualTo("Bearer " + KEY);
    assertThat(sent.header("X-Client-Request-Id").firstValue()).isEqualTo("attempt-17");
    ObjectNode expected = WireJson.object().put("model", "gpt-5.4-mini");
    expected.putObject("reasoning").put("effort", "high");
    expected
        .putArray("input")
        .addObject()
        .put("role", "user")
        .putArray("content")
        .addObject()
        .put("type", "input_text")
        .put("text", PROMPT);
    expected
        .putArray("tools")
        .addObject()
        .put("type", "image_generation")
        .put("model", "gpt-image-2")
        .put("size", "1536x1024")
        .put("quality", "medium")
        .put("output_format", "jpeg")
        .put("background", "opaque")
        .put("output_compression", 80);
    expected.putObject("tool_choice").put("type", "image_generation");
    assertThat(WireJson.parse(sent.getBody())).isEqualTo(expected);
    assertThat(answer.usage()).isEqualTo(new Usage(24, 0, 1756, 4));
    assertThat(answer.textModelUsage()).isEqualTo(new Usage(420, 0, 0, 1600));
    assertThat(answer.requestId()).isEqualTo("req_1");
    assertThat(answer.images().get(0).revisedPrompt()).isEqualTo("r");
  }

  @Test
  void edit_sendsReferencesAsDataUrls() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)))));
    get(call(request().inputImages(List.of(REFERENCE, TestImages.jpeg(9, 9, 99, 3))).build()));
    String body = requests().get(0).getBodyAsString();
    assertThat(body)
        .contains(
            "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,"
                + base64(TestImages.bytes(REFERENCE).getBytes())
                + "\"}")
        .contains("\"data:image/jpeg;base64,/9j/");
    assertThat(WireJson.parse(requests().get(0).getBody())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | {\"image_gen\":{\"input_tokens\":1,\"output_tokens\":2}}",
        "{\"input_tokens\":1,\"output_tokens\":2} | null",
        "{\"input_tokens\":1,\"output_tokens\":2} | {}",
        "{\"input_tokens\":-1,\"output_tokens\":2} | {\"image_gen\":{\"input_tokens\":1,\"output_tokens\":2}}",
      })
  void usage_ofOneModelOnly_isNoBill(String usage, String toolUsage) throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG)), usage, toolUsage)));
    assertThat(get(call(request().build())).usage()).isNull();
  }

  @Test
  void answer_inWords_isProbablyBilled() {
    answer(
        aResponse()
            .withBody(
                "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"I cannot draw a lighthouse.\"}]}],\"usage\":"
                    + TEXT_USAGE
                    + "}"));
    assertProbablyBilled(failure(call(request().build())), Kind.BAD_ANSWER);
  }

  @Test
  void answer_thatFailed_isARefusalThatMayBeBilled() {
    answer(
        aResponse()
            .withBody(
                "{\"status\":\"failed\",\"error\":{\"code\":\"moderation_blocked\",\"message\":\"m\"},\"output\":[]}"));
    ProviderFailure failure = failure(call(request().build()));
    assertThat(failure.kind()).isEqualTo(Kind.PROMPT_REFUSED);
    assertThat(failure.billed()).isEqualTo(Billed.UNKNOWN);
  }

  @Test
  void options_wrong_sayWhatIsAllowed() {
    assertThatThrownBy(() -> OpenAiResponsesOptions.builder().textModel("a b"))
        .hasMessageContaining("text model 'a b' does not match");
    assertThat(options("http://h").textModel("gpt-6").build().toString())
        .contains("textModel=gpt-6")
        .doesNotContain(KEY);
  }

  private static ProviderCall thinking(Thinking level, ImageRequest request) {
    return new ProviderCall(
        "attempt-17", request, "gpt-image-2", Quality.MEDIUM, level, Duration.ofSeconds(3));
  }
}

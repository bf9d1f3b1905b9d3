package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usage;
import dev.halftone.image.GeneratedImage;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A host that speaks OpenAI's Images API and tells where its images are. */
class LinkedImagesTest extends JobProviderContract {
  @Override
  ImageProvider provider(String origin, int maxInFlight) {
    return OpenAiCompatibleProvider.create(
        vertx,
        OpenAiCompatibleOptions.builder()
            .name("host")
            .key(Secret.of(KEY))
            .baseUrl(origin + "/v1")
            .models(Map.of("gpt-image-2", "gpt-image-2"))
            .priceList("openai")
            .maxInFlight(maxInFlight)
            .build());
  }

  @Override
  FailureTable table() {
    return OpenAiFailures.TABLE;
  }

  @Override
  String success(List<String> images) {
    return data(urls(images, "{\"url\":\"%s\",\"revised_prompt\":\"better\"}"));
  }

  private static String data(String items) {
    return "{\"created\":1794000000,\"data\":[%s],\"usage\":%s}"
        .formatted(items, OpenAiBodies.USAGE);
  }

  @Override
  String error(String code, String message) {
    return OpenAiBodies.error(code, "invalid_request_error", message);
  }

  @Test
  void answer_withAddresses_isFetchedWithoutTheKey() throws Exception {
    answer(aResponse().withBody(success(List.of(base64(PNG), base64(JPEG)))));

    ProviderAnswer answer = get(call(request().n(2).build()));

    assertThat(answer.images())
        .extracting(GeneratedImage::format)
        .containsExactly(OutputFormat.PNG, OutputFormat.JPEG);
    assertThat(answer.images().get(1).bytes().getBytes()).isEqualTo(JPEG);
    assertThat(answer.images().get(1).revisedPrompt()).isEqualTo("better");
    assertThat(answer.usage()).isEqualTo(new Usage(24, 0, 1756, 4));
    assertThat(all("GET")).hasSize(2).noneMatch(sent -> sent.containsHeader("Authorization"));
  }

  @Test
  void answer_withBoth_fetchesOnlyWhatIsNotThere() throws Exception {
    answer(
        aResponse()
            .withBody(
                data(
                    "{\"b64_json\":\"%s\",\"url\":\"%s\"},{\"b64_json\":null,\"url\":\"%s\"}"
                        .formatted(base64(PNG), url(base64(PNG)), url(base64(JPEG))))));

    assertThat(get(call(request().n(2).build())).images())
        .extracting(GeneratedImage::format)
        .containsExactly(OutputFormat.PNG, OutputFormat.JPEG);
    assertThat(all("GET")).hasSize(1);
  }

  @Test
  void image_thatIsLost_doesNotVoidTheRest() throws Exception {
    String gone = "{\"url\":\"https://elsewhere.example/1.png\"}";
    String there = "{\"url\":\"%s\"}".formatted(url(base64(PNG)));
    answer(aResponse().withBody(data(gone + "," + there)));

    assertThat(get(call(request().n(2).build())).images()).hasSize(1);
  }

  @Test
  void images_thatAreAllLost_areBilled() {
    answer(aResponse().withBody(data("{\"url\":\"https://elsewhere.example/1.png\"}")));

    ProviderFailure failure = failure(call(request().build()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_ANSWER);
    assertThat(failure.retry()).isEqualTo(Retry.UNSAFE);
    assertThat(failure.billed()).isEqualTo(Billed.YES);
    assertThat(failure)
        .hasMessage(
            "host: bad_answer: the image was made and did not arrive: the image is at host"
                + " 'elsewhere.example', which downloadHosts does not allow");
    assertThat(all("GET")).isEmpty();
  }

  @Test
  void answer_withNeither_mayBeBilled() {
    answer(aResponse().withBody(data("{\"revised_prompt\":\"better\"}")));
    assertThat(failure(call(request().build())).billed()).isEqualTo(Billed.UNKNOWN);
  }
}

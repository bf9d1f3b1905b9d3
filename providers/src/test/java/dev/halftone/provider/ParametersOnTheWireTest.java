package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.badRequest;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.Background;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderCall;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No parameter is lost in silence: what an adapter declares is what it puts on the wire. */
class ParametersOnTheWireTest {
  private static final Secret KEY = Secret.of("k");
  private static final String MODEL = "gpt-image-2.6-flare";
  private static final Set<String> MODELS = Set.of(MODEL);
  private static final Map<Thinking, String> EFFORTS =
      Map.of(Thinking.LOW, "low", Thinking.MEDIUM, "medium", Thinking.HIGH, "high");
  private static final Map<Parameter, Pattern> ON_THE_WIRE =
      new EnumMap<>(
          Map.of(
              Parameter.BACKGROUND, Pattern.compile("background\"\\W+opaque\\b"),
              Parameter.OUTPUT_COMPRESSION, Pattern.compile("output_?[cC]ompression\"\\W+57\\b"),
              Parameter.THINKING, Pattern.compile("(complexity|effort)\"\\W+high\\b"),
              Parameter.PARTIAL_IMAGES, Pattern.compile("partial_images\"\\W+2\\b"),
              Parameter.SIZE,
                  Pattern.compile("size\"\\W+1536x1024|\"width\":1536,\"height\":1024")));
  private static final Pattern MASK = Pattern.compile("\"mask\"");

  private static final WireMockServer SERVER =
      new WireMockServer(wireMockConfig().dynamicPort().containerThreads(20));
  private static final Vertx VERTX = Vertx.vertx();

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.stubFor(any(anyUrl()).willReturn(badRequest()));
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.stop();
    VERTX.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  static Stream<Arguments> adaptersAndOperations() {
    return adapters().entrySet().stream()
        .flatMap(
            one ->
                Stream.of(false, true)
                    .filter(edit -> !edit || one.getValue().capabilities().inputImages() > 0)
                    .map(edit -> arguments(one.getKey(), one.getValue(), edit)));
  }

  private static Map<String, ImageProvider> adapters() {
    String url = "http://localhost:" + SERVER.port();
    return Map.ofEntries(
        Map.entry("openai", openAi(url, false)),
        Map.entry("openai with json edits", openAi(url, true)),
        Map.entry(
            "openai-responses",
            OpenAiResponsesProvider.create(
                VERTX,
                OpenAiResponsesOptions.builder().key(KEY).baseUrl(url).models(MODELS).build())),
        Map.entry(
            "azure",
            AzureFoundryProvider.create(
                VERTX,
                AzureFoundryOptions.builder()
                    .key(KEY)
                    .endpoint(url)
                    .deployments(Map.of(MODEL, "d"))
                    .build())),
        Map.entry("vercel native", vercel(url, VercelApi.NATIVE)),
        Map.entry("vercel openai-compatible", vercel(url, VercelApi.OPENAI_COMPATIBLE)),
        Map.entry("fal queue", fal(url, false)),
        Map.entry("fal direct", fal(url, true)),
        Map.entry(
            "wavespeed",
            WaveSpeedProvider.create(
                VERTX, WaveSpeedOptions.builder().key(KEY).baseUrl(url).models(MODELS).build())),
        Map.entry(
            "openrouter",
            OpenRouterProvider.create(
                VERTX, OpenRouterOptions.builder().key(KEY).baseUrl(url).models(MODELS).build())),
        Map.entry(
            "compatible, least", OpenAiCompatibleProvider.create(VERTX, compatible(url).build())),
        Map.entry("compatible, json", most(url, EditForm.JSON)),
        Map.entry("compatible, multipart", most(url, EditForm.MULTIPART)));
  }

  private static ImageProvider openAi(String url, boolean jsonEdits) {
    return OpenAiProvider.create(
        VERTX,
        OpenAiOptions.builder().key(KEY).baseUrl(url).models(MODELS).jsonEdits(jsonEdits).build());
  }

  private static ImageProvider vercel(String url, VercelApi api) {
    return VercelGatewayProvider.create(
        VERTX,
        VercelGatewayOptions.builder().key(KEY).baseUrl(url).models(MODELS).api(api).build());
  }

  private static ImageProvider fal(String url, boolean direct) {
    return FalProvider.create(
        VERTX,
        FalOptions.builder()
            .key(KEY)
            .baseUrl(url)
            .runUrl(url)
            .models(MODELS)
            .direct(direct)
            .build());
  }

  private static OpenAiCompatibleOptions.Builder compatible(String url) {
    return OpenAiCompatibleOptions.builder()
        .key(KEY)
        .baseUrl(url)
        .models(Map.of(MODEL, "m"))
        .priceList("openai");
  }

  private static ImageProvider most(String url, EditForm edits) {
    return OpenAiCompatibleProvider.create(
        VERTX,
        compatible(url).edits(edits).streaming(true).thinking("reasoning_effort", EFFORTS).build());
  }

  @ParameterizedTest(name = "{0}, edit {2}")
  @MethodSource("adaptersAndOperations")
  void parameter_ofEveryKind_isOnTheWireExactlyIfDeclared(
      String name, ImageProvider provider, boolean edit) throws Exception {
    Capabilities capabilities = provider.capabilities();
    ImageRequest request = everything(capabilities, edit);
    Set<Parameter> honoured = capabilities.honouredFor(request);
    boolean thinks = honoured.contains(Parameter.THINKING);

    String body = send(provider, request, Quality.MEDIUM, thinks ? Thinking.HIGH : Thinking.OFF);

    for (Parameter one : Parameter.values()) {
      assertThat(Objects.requireNonNull(ON_THE_WIRE.get(one)).matcher(body).find())
          .as("%s: %s in %s", name, one, body)
          .isEqualTo(honoured.contains(one));
    }
    assertThat(body).containsPattern("quality\"\\W+medium\\b");
    assertThat(MASK.matcher(body).find()).isEqualTo(edit && capabilities.mask());
    if (request.outputFormat() != OutputFormat.PNG) {
      assertThat(body).containsPattern("output_?[fF]ormat\"\\W+jpeg\\b");
    }
  }

  @ParameterizedTest(name = "{0}, edit {2}")
  @MethodSource("adaptersAndOperations")
  void quality_auto_isNamed(String name, ImageProvider provider, boolean edit) throws Exception {
    ImageRequest request = everything(provider.capabilities(), edit);

    // One of them knows no auto: its own start value is sent instead.
    assertThat(send(provider, request, Quality.AUTO, Thinking.OFF))
        .as(name)
        .containsPattern("quality\"\\W+" + (name.equals("wavespeed") ? "medium" : "auto") + "\\b");
  }

  /** Every optional parameter that the format allows. */
  private static ImageRequest everything(Capabilities capabilities, boolean edit) {
    ImageRequest.Builder request =
        ImageRequest.builder("a cat")
            .size(new ImageSize(1536, 1024))
            .background(Background.OPAQUE)
            .thinking(Thinking.HIGH)
            .partialImages(2);
    if (capabilities.formats().contains(OutputFormat.JPEG)) {
      request.outputFormat(OutputFormat.JPEG).outputCompression(57);
    }
    if (edit) {
      request.inputImages(List.of(EditContract.REFERENCE));
    }
    return (edit && capabilities.mask() ? request.mask(EditContract.MASK) : request).build();
  }

  private static String send(
      ImageProvider provider, ImageRequest request, Quality quality, Thinking thinking)
      throws Exception {
    SERVER.resetRequests();
    provider
        .generate(
            new ProviderCall(
                "attempt-17", request, MODEL, quality, thinking, Duration.ofSeconds(5)))
        .otherwiseEmpty()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    List<LoggedRequest> sent = SERVER.findAll(anyRequestedFor(anyUrl()));
    assertThat(sent).hasSize(1);
    return sent.get(0).getBodyAsString();
  }
}

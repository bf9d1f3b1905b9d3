package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.image.Background;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Edits as a server reads them that takes forms apart by itself. */
class OpenAiEditTest {
  private static final String PROMPT = "a \"fog\"\r\n--halftone-0\r\nname=\"n\"\r\n\r\n10 \u20ac";
  private static final InputImage REFERENCE = EditContract.REFERENCE;

  /** A file of a form: what its head says, and how much of what came. */
  private record Part(String name, String fileName, String type, long bytes, long checksum) {
    static Part of(String name, String fileName, InputImage image) {
      CRC32C checksum = new CRC32C();
      checksum.update(TestImages.bytes(image).getBytes());
      return new Part(
          name,
          fileName,
          "image/" + image.format(),
          TestImages.bytes(image).length(),
          checksum.getValue());
    }
  }

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<Part> files = new ArrayList<>();
  private Buffer body = Buffer.buffer();
  private String uri = "";
  private Vertx vertx = Vertx.vertx();
  private String origin = "";

  @BeforeEach
  void open() throws Exception {
    vertx = Vertx.vertx();
    HttpServerOptions options = new HttpServerOptions().setMaxFormAttributeSize(100_000);
    HttpServer server = vertx.createHttpServer(options).requestHandler(this::onRequest);
    origin =
        "http://localhost:"
            + server
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  @Test
  void edit_ofEverything_isAFormWithTypedFiles() throws Exception {
    InputImage jpeg = TestImages.jpeg(9, 9, 77, 4);
    InputImage webp = TestImages.webp(9, 9, 78, 5);
    ImageRequest request =
        edit(List.of(REFERENCE, jpeg, webp))
            .mask(EditContract.MASK)
            .size(new ImageSize(1536, 1024))
            .n(2)
            .background(Background.OPAQUE)
            .outputFormat(OutputFormat.JPEG)
            .outputCompression(80)
            .build();
    assertThat(generate(openAi(false), call(request)).images()).hasSize(1);
    assertThat(uri).isEqualTo("/v1/images/edits");
    assertThat(fields)
        .isEqualTo(
            Map.of(
                "model", "gpt-image-2",
                "prompt", PROMPT,
                "n", "2",
                "size", "1536x1024",
                "quality", "medium",
                "output_format", "jpeg",
                "background", "opaque",
                "output_compression", "80"));
    assertThat(files)
        .containsExactly(
            Part.of("image[]", "image-1.png", REFERENCE),
            Part.of("image[]", "image-2.jpeg", jpeg),
            Part.of("image[]", "image-3.webp", webp),
            Part.of("mask", "mask.png", EditContract.MASK));
  }

  @Test
  void edit_ofOneReferenceThatIsStreamed_saysSo() throws Exception {
    generate(openAi(false), call(edit(List.of(REFERENCE)).partialImages(2).build()));
    assertThat(fields).containsEntry("stream", "true").containsEntry("partial_images", "2");
    Part part = Part.of("image[]", "image-1.png", REFERENCE);
    assertThat(files).containsExactly(part);
    generate(openAi(false), call(edit(List.of(REFERENCE)).build()));
    assertThat(files).as("the same buffer once more").containsExactly(part, part);
  }

  @Test
  void edit_ofSixteenLargeReferences_arrivesWhole() throws Exception {
    List<InputImage> references = new ArrayList<>();
    List<Part> expected = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      references.add(TestImages.png(2048, 2048, 4_000_000 + i * 100_003, i));
      expected.add(Part.of("image[]", "image-%d.png".formatted(i + 1), references.get(i)));
    }
    ImageRequest request = edit(references).build();
    assertThat(generate(openAi(false), call(request)).images()).hasSize(1);
    assertThat(files).containsExactlyElementsOf(expected);
  }

  @Test
  void edit_asJson_holdsDataUrls() throws Exception {
    InputImage large = TestImages.webp(9, 9, 1_000_003, 5);
    ImageRequest request = edit(List.of(REFERENCE, large)).mask(EditContract.MASK).build();
    assertThat(generate(openAi(true), call(request)).images()).hasSize(1);
    assertThat(uri).isEqualTo("/v1/images/edits");
    ObjectNode expected =
        WireJson.object()
            .put("model", "gpt-image-2")
            .put("prompt", PROMPT)
            .put("n", 1)
            .put("size", "1024x1024")
            .put("quality", "medium")
            .put("output_format", "png");
    expected
        .putArray("images")
        .add(WireJson.object().put("image_url", dataUrl(REFERENCE)))
        .add(WireJson.object().put("image_url", dataUrl(large)));
    expected.putObject("mask").put("image_url", dataUrl(EditContract.MASK));
    JsonNode sent = WireJson.parse(body.getBytes());
    assertThat(sent).isEqualTo(expected);
  }

  @Test
  void files_thatWouldBeRefused_areNotSent() {
    InputImage mask = TestImages.png(64, 48, 4_000_000, 1);
    ImageRequest masked = edit(List.of(REFERENCE)).mask(mask).build();
    for (ImageProvider provider : List.of(openAi(false), openAi(true), azure(AzureApi.V1))) {
      assertThatThrownBy(() -> generate(provider, call(masked)))
          .hasMessageContaining("the mask has 4000000 bytes; it must have less than 4000000")
          .isInstanceOfSatisfying(
              ProviderFailure.class,
              failure -> assertThat(failure.retry()).isEqualTo(ProviderFailure.Retry.SAFE));
    }
    ImageRequest large = edit(List.of(TestImages.png(64, 48, 15_728_626, 1))).build();
    assertThatThrownBy(() -> generate(openAi(true), call(large)))
        .hasMessageContaining("takes 20971526 characters as a data URL; allowed are 20971520");
    ImageRequest webp = edit(List.of(TestImages.webp(9, 9, 99, 1))).build();
    assertThatThrownBy(() -> generate(azure(AzureApi.V1), call(webp)))
        .hasMessageContaining("it takes png and jpeg reference images, not webp");
    assertThat(uri).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AzureApi.class)
  void edit_onAzure_isAFormInEitherForm(AzureApi api) throws Exception {
    generate(azure(api), call(edit(List.of(REFERENCE)).mask(EditContract.MASK).build()));
    assertThat(uri)
        .isEqualTo(
            api == AzureApi.V1
                ? "/openai/v1/images/edits"
                : "/openai/deployments/img-2_a/images/edits?api-version=2025-04-01-preview");
    assertThat(fields).containsEntry("model", "img-2_a").containsEntry("prompt", PROMPT);
    assertThat(files).extracting(Part::name).containsExactly("image[]", "mask");
  }

  private void onRequest(HttpServerRequest request) {
    uri = request.uri();
    fields.clear();
    boolean form = String.valueOf(request.getHeader("Content-Type")).startsWith("multipart/");
    if (form) {
      request.setExpectMultipart(true);
      request.uploadHandler(this::onUpload);
    } else {
      request.handler(body::appendBuffer);
    }
    request.endHandler(
        v -> {
          request.formAttributes().forEach(one -> fields.put(one.getKey(), one.getValue()));
          request
              .response()
              .putHeader("Content-Type", "application/json")
              .end(
                  OpenAiBodies.success(
                      List.of(ProviderContract.base64(ProviderContract.PNG)), OpenAiBodies.USAGE));
        });
  }

  private void onUpload(HttpServerFileUpload upload) {
    CRC32C checksum = new CRC32C();
    long[] bytes = {0};
    upload.handler(
        piece -> {
          bytes[0] += piece.length();
          checksum.update(piece.getBytes());
        });
    upload.endHandler(
        v ->
            files.add(
                new Part(
                    upload.name(),
                    upload.filename(),
                    upload.contentType(),
                    bytes[0],
                    checksum.getValue())));
  }

  private ImageProvider openAi(boolean json) {
    return OpenAiProvider.create(
        vertx,
        OpenAiOptions.builder()
            .key(Secret.of("k"))
            .baseUrl(origin + "/v1")
            .models(Set.of("gpt-image-2"))
            .jsonEdits(json)
            .build());
  }

  private ImageProvider azure(AzureApi api) {
    return AzureFoundryProvider.create(
        vertx,
        AzureFoundryOptions.builder()
            .key(Secret.of("k"))
            .endpoint(origin)
            .deployments(Map.of("gpt-image-2", "img-2_a"))
            .api(api)
            .build());
  }

  private static ImageRequest.Builder edit(List<InputImage> references) {
    return ImageRequest.builder(PROMPT).inputImages(references);
  }

  private static ProviderCall call(ImageRequest request) {
    return new ProviderCall(
        "a", request, "gpt-image-2", Quality.MEDIUM, Thinking.OFF, Duration.ofSeconds(20));
  }

  private static ProviderAnswer generate(ImageProvider provider, ProviderCall call)
      throws Exception {
    return provider.generate(call).await(20, TimeUnit.SECONDS);
  }

  private static String dataUrl(InputImage image) {
    return "data:image/%s;base64,%s"
        .formatted(image.format(), ProviderContract.base64(TestImages.bytes(image).getBytes()));
  }
}

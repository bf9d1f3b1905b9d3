package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.multipart.MultipartForm;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditTest {
  private static final String PROMPT = "a red fox in the snow";
  private static final int PROMPT_TOKENS = 6 + 6;
  private static final PixelSize WIDE = new PixelSize(1536, 1024);

  private final SimulatorHarness harness = SimulatorHarness.calm();

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void openAi_multipartWithMask_billsTheReferenceToTheNanoDollar() {
    MultipartForm form = form("gpt-image-2");
    file(form, "image", Pictures.png(WIDE), "image/png");
    file(form, "mask", Pictures.clearPng(WIDE), "image/png");
    HttpResponse<Buffer> response = edit(harness.simulator.openAiBaseUrl(), form);
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject usage = response.bodyAsJsonObject().getJsonObject("usage");
    assertThat(usage.getJsonObject("input_tokens_details").getMap())
        .isEqualTo(Map.of("text_tokens", PROMPT_TOKENS, "image_tokens", 1_536));
    assertThat(usage.getInteger("input_tokens")).isEqualTo(PROMPT_TOKENS + 1_536);
    assertThat(usage.getInteger("total_tokens")).isEqualTo(PROMPT_TOKENS + 1_536 + 158);
    InvoiceLine line = harness.onlyLine();
    assertThat(line.imageInputTokens()).isEqualTo(1_536);
    assertThat(line.chargedNanoUsd())
        .isEqualTo(PROMPT_TOKENS * 5_000L + 1_536 * 8_000L + 158 * 30_000L);
  }

  @Test
  void openAi_severalReferencesAndPictures_addUpAndMultiply() {
    MultipartForm form = form("gpt-image-2.5-flare").attribute("n", "2");
    file(form, "image[]", Pictures.png(PixelSize.SQUARE), "image/png");
    file(form, "image[]", Pictures.jpeg(new PixelSize(512, 256)), "image/jpeg");
    HttpResponse<Buffer> response = edit(harness.simulator.openAiBaseUrl(), form);
    assertThat(response.statusCode()).isEqualTo(200);
    InvoiceLine line = harness.onlyLine();
    assertThat(line.images()).isEqualTo(2);
    assertThat(line.imageInputTokens()).isEqualTo(2 * (1_024 + 32 * 16));
    assertThat(line.textInputTokens()).isEqualTo(2 * (PROMPT_TOKENS + 2 * 10));
  }

  @Test
  void openAi_json_takesDataUrlsAndMasks() {
    JsonObject order =
        SimulatorHarness.order("gpt-image-2", PROMPT)
            .put("images", new JsonArray().add(dataUrl(Pictures.png(WIDE))))
            .put("mask", dataUrl(Pictures.clearPng(WIDE)));
    HttpResponse<Buffer> response = editJson(order);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(harness.onlyLine().imageInputTokens()).isEqualTo(1_536);
  }

  @Test
  void openAi_otherReference_givesAnotherPicture() {
    byte[] one = edited(Pictures.png(PixelSize.SQUARE));
    assertThat(edited(Pictures.png(PixelSize.SQUARE))).isEqualTo(one);
    assertThat(edited(Pictures.png(new PixelSize(512, 512)))).isNotEqualTo(one);
  }

  @Test
  void azure_bothForms_takeMultipartOnly() {
    String root = harness.simulator.azureEndpoint() + "/openai/";
    MultipartForm form = form("gpt-image-2");
    file(form, "image[]", Pictures.png(WIDE), "image/png");
    assertThat(edit(root + "v1", form).statusCode()).isEqualTo(200);
    HttpResponse<Buffer> dated =
        SimulatorHarness.await(
            harness
                .client
                .postAbs(
                    root + "deployments/gpt-image-2/images/edits?api-version=2025-04-01-preview")
                .putHeader("api-key", "simulator-key")
                .sendMultipartForm(form));
    assertThat(dated.statusCode()).isEqualTo(200);
    assertThat(dated.bodyAsJsonObject().getJsonArray("data").getJsonObject(0).fieldNames())
        .contains("content_filter_results");
    HttpResponse<Buffer> json =
        SimulatorHarness.await(
            harness
                .client
                .postAbs(root + "v1/images/edits")
                .putHeader("api-key", "simulator-key")
                .sendJsonObject(SimulatorHarness.order("gpt-image-2", PROMPT)));
    assertThat(json.statusCode()).isEqualTo(400);
  }

  @Test
  void vercel_files_areBilledAndSharedOut() {
    JsonObject order =
        SimulatorHarness.vercelOrder(PROMPT)
            .put("files", new JsonArray().add(vercelFile(Pictures.png(WIDE))))
            .put("mask", vercelFile(Pictures.clearPng(WIDE)));
    HttpResponse<Buffer> response =
        SimulatorHarness.await(harness.vercel("openai/gpt-image-2").sendJsonObject(order));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getJsonObject("usage").getInteger("inputTokens"))
        .isEqualTo(PROMPT_TOKENS + 1_536);
    JsonObject metadata = body.getJsonObject("providerMetadata");
    assertThat(
            metadata
                .getJsonObject("openai")
                .getJsonArray("images")
                .getJsonObject(0)
                .getInteger("imageTokens"))
        .isEqualTo(1_536);
    // 12 * 0.000005 + 1536 * 0.000008 + 158 * 0.00003
    assertThat(metadata.getJsonObject("gateway").getString("cost")).isEqualTo("0.017088");
    assertThat(harness.onlyLine().chargedNanoUsd()).isEqualTo(17_088_000L);
  }

  @Test
  void openAi_fileOfNoDeclaredType_is400() {
    MultipartForm form = form("gpt-image-2");
    file(form, "image", Pictures.png(WIDE), "application/octet-stream");
    assertThat(refused(form, "image")).isEqualTo("unsupported_file_mimetype");
  }

  @Test
  void openAi_bytesThatAreNotWhatTheySay_are400() {
    MultipartForm form = form("gpt-image-2");
    file(form, "image", Pictures.jpeg(WIDE), "image/png");
    assertThat(refused(form, "image")).isEqualTo("invalid_image_file");
    byte[] half = Arrays.copyOf(Pictures.png(WIDE), 20);
    MultipartForm cut = form("gpt-image-2");
    file(cut, "image", half, "image/png");
    assertThat(refused(cut, "image")).isEqualTo("invalid_image_file");
  }

  @Test
  void reference_ofFiftyMegabytes_isRefused() {
    Rejection rejection =
        catchThrowableOfType(
            Rejection.class, () -> Reference.read("image", new byte[50_000_000], "image/png"));
    assertThat(rejection.code()).isEqualTo("image_too_large");
  }

  @Test
  void openAi_noPictureOrSeventeen_is400() {
    MultipartForm none = form("gpt-image-2");
    file(none, "mask", Pictures.clearPng(WIDE), "image/png");
    assertThat(refused(none, "image")).isEqualTo("missing_required_parameter");
    MultipartForm many = form("gpt-image-2");
    for (int i = 0; i < 17; i++) {
      file(many, "image[]", Pictures.png(new PixelSize(16, 16)), "image/png");
    }
    assertThat(refused(many, "image")).isEqualTo("array_above_max_length");
  }

  @Test
  void openAi_maskOfAnotherSizeOrWithoutAlpha_is400() {
    MultipartForm smaller = form("gpt-image-2");
    file(smaller, "image", Pictures.png(WIDE), "image/png");
    file(smaller, "mask", Pictures.clearPng(PixelSize.SQUARE), "image/png");
    assertThat(refused(smaller, "mask")).isEqualTo("invalid_image_format");
    MultipartForm opaque = form("gpt-image-2");
    file(opaque, "image", Pictures.png(WIDE), "image/png");
    file(opaque, "mask", Pictures.png(WIDE), "image/png");
    assertThat(refused(opaque, "mask")).isEqualTo("invalid_image_format");
  }

  @Test
  void openAi_inputFidelity_isForTheOldModels() {
    MultipartForm form = form("gpt-image-2").attribute("input_fidelity", "high");
    file(form, "image", Pictures.png(WIDE), "image/png");
    assertThat(refused(form, "input_fidelity")).isEqualTo("invalid_value");
  }

  @ParameterizedTest
  @CsvSource({
    "image_url, https://example.invalid/a.png, invalid_value",
    "image_url, 'data:image/png;base64,!!', invalid_base64",
    "file_id, file-none, file_not_found",
    "url, x, invalid_value",
  })
  void openAi_unusableJsonReference_is400(String name, String value, String code) {
    JsonObject order =
        SimulatorHarness.order("gpt-image-2", PROMPT)
            .put("images", new JsonArray().add(new JsonObject().put(name, value)));
    HttpResponse<Buffer> response = editJson(order);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
    assertThat(error.getString("param")).isEqualTo("images[0]");
    assertThat(error.getString("code")).isEqualTo(code);
  }

  @Test
  void openAi_uploadAboveTheLimit_is413() {
    SimulatorOptions.Builder small =
        SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER).maxUploadBytes(1 << 12);
    try (SimulatorHarness limited = new SimulatorHarness(small)) {
      MultipartForm form = form("gpt-image-2");
      file(form, "image", new byte[1 << 14], "image/png");
      HttpResponse<Buffer> response =
          SimulatorHarness.await(
              limited
                  .client
                  .postAbs(limited.simulator.openAiBaseUrl() + "/images/edits")
                  .bearerTokenAuthentication("simulator-key")
                  .sendMultipartForm(form));
      assertThat(response.statusCode()).isEqualTo(413);
    }
  }

  private byte[] edited(byte[] reference) {
    MultipartForm form = form("gpt-image-2");
    file(form, "image", reference, "image/png");
    JsonObject body = edit(harness.simulator.openAiBaseUrl(), form).bodyAsJsonObject();
    return SimulatorHarness.picture(SimulatedProvider.OPENAI, body);
  }

  private String refused(MultipartForm form, String param) {
    HttpResponse<Buffer> response = edit(harness.simulator.openAiBaseUrl(), form);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
    assertThat(error.getString("param")).isEqualTo(param);
    return error.getString("code");
  }

  private HttpResponse<Buffer> edit(String base, MultipartForm form) {
    return SimulatorHarness.await(
        harness
            .client
            .postAbs(base + "/images/edits")
            .bearerTokenAuthentication("simulator-key")
            .sendMultipartForm(form));
  }

  private HttpResponse<Buffer> editJson(JsonObject order) {
    return SimulatorHarness.await(
        harness
            .client
            .postAbs(harness.simulator.openAiBaseUrl() + "/images/edits")
            .bearerTokenAuthentication("simulator-key")
            .sendJsonObject(order));
  }

  private static MultipartForm form(String model) {
    return MultipartForm.create()
        .attribute("model", model)
        .attribute("prompt", PROMPT)
        .attribute("quality", "low")
        .attribute("size", SimulatorHarness.SIZE);
  }

  private static void file(MultipartForm form, String name, byte[] bytes, String mediaType) {
    form.binaryFileUpload(name, name + ".bin", Buffer.buffer(bytes), mediaType);
  }

  private static JsonObject dataUrl(byte[] png) {
    return new JsonObject()
        .put("image_url", "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
  }

  private static JsonObject vercelFile(byte[] png) {
    return new JsonObject()
        .put("type", "file")
        .put("mediaType", "image/png")
        .put("data", Base64.getEncoder().encodeToString(png));
  }
}

package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SuccessTest {
  private static final String PROMPT = "a red fox in the snow";

  /** Six words of one o200k_base token each, and six tokens more for every prompt. */
  private static final int PROMPT_TOKENS = 6 + 6;

  private final SimulatorHarness harness =
      new SimulatorHarness(
          SimulatorOptions.calm()
              .clock(SimulatorHarness.NOVEMBER)
              .vercelCreditNanoUsd(5_000_000_000L));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void openAi_legalOrder_answersAsDocumented() throws IOException {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness
                .openAi()
                .putHeader("X-Client-Request-Id", "mine-1")
                .sendJsonObject(SimulatorHarness.order("gpt-image-2", PROMPT)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("x-request-id")).startsWith("req_");
    assertThat(response.getHeader("openai-processing-ms")).matches("[0-9]+");
    assertThat(response.getHeader("x-ratelimit-limit-requests")).isEqualTo("1000000");
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getLong("created"))
        .isEqualTo(SimulatorHarness.NOVEMBER.instant().getEpochSecond());
    assertThat(body.getString("background")).isEqualTo("opaque");
    assertThat(body.getString("output_format")).isEqualTo("png");
    assertThat(body.getString("quality")).isEqualTo("low");
    assertThat(body.getString("size")).isEqualTo("1536x1024");
    assertUsage(body.getJsonObject("usage"), PROMPT_TOKENS, 158);
    assertThat(body.getJsonObject("usage").getJsonObject("output_tokens_details").getMap())
        .isEqualTo(Map.of("image_tokens", 158, "text_tokens", 0));
    assertSize(SimulatorHarness.picture(SimulatedProvider.OPENAI, body), 1536, 1024);
    InvoiceLine line = harness.onlyLine();
    assertThat(line.requestId()).isEqualTo(response.getHeader("x-request-id"));
    assertThat(line.clientRequestId()).isEqualTo("mine-1");
    assertThat(line.chargedNanoUsd()).isEqualTo(PROMPT_TOKENS * 5_000L + 158 * 30_000L);
    assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.ANSWERED);
    assertThat(line.status()).isEqualTo(200);
  }

  @Test
  void azure_v1_answersWithFilterBlocksAndItsOwnHeaders() throws IOException {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness
                .azure()
                .putHeader("x-ms-client-request-id", "mine-2")
                .sendJsonObject(SimulatorHarness.order("gpt-image-2", PROMPT)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("x-request-id")).isNull();
    assertThat(response.getHeader("x-ms-region")).isEqualTo("East US 2");
    JsonObject body = response.bodyAsJsonObject();
    assertUsage(body.getJsonObject("usage"), PROMPT_TOKENS, 158);
    assertThat(body.getJsonObject("usage").containsKey("output_tokens_details")).isFalse();
    JsonObject datum = body.getJsonArray("data").getJsonObject(0);
    assertThat(datum.getJsonObject("content_filter_results").fieldNames())
        .containsExactlyInAnyOrder("hate", "self_harm", "sexual", "violence");
    assertThat(datum.getJsonObject("prompt_filter_results").fieldNames()).contains("profanity");
    assertSize(SimulatorHarness.picture(SimulatedProvider.AZURE, body), 1536, 1024);
    assertThat(harness.onlyLine().requestId()).isEqualTo(response.getHeader("apim-request-id"));
    assertThat(harness.onlyLine().clientRequestId()).isEqualTo("mine-2");
  }

  @Test
  void azure_deploymentPath_needsNoModelInTheBody() {
    JsonObject order = new JsonObject().put("prompt", PROMPT).put("quality", "low");
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness
                .azureDeployment("gpt-image-2", "?api-version=2025-04-01-preview")
                .sendJsonObject(order));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(harness.onlyLine().imageOutputTokens()).isEqualTo(196);
  }

  @Test
  void azure_v1_takesBearerAndBothVersions() {
    for (String version : new String[] {"", "?api-version=v1", "?api-version=preview"}) {
      HttpResponse<Buffer> response =
          SimulatorHarness.await(
              harness
                  .client
                  .postAbs(
                      harness.simulator.azureEndpoint() + "/openai/v1/images/generations" + version)
                  .bearerTokenAuthentication("simulator-key")
                  .sendJsonObject(SimulatorHarness.order("gpt-image-2.5-flare", PROMPT)));
      assertThat(response.statusCode()).as(version).isEqualTo(200);
    }
  }

  @Test
  void azure_namedDeployments_hideModelsAndReplaceTheirNames() {
    try (SimulatorHarness named =
        new SimulatorHarness(
            SimulatorOptions.calm()
                .clock(SimulatorHarness.NOVEMBER)
                .azureDeployments(Map.of("img2", "gpt-image-2")))) {
      assertThat(status(named, "img2")).isEqualTo(200);
      assertThat(status(named, "gpt-image-2")).isEqualTo(404);
      assertThat(named.simulator.invoice().lines().get(0).model()).isEqualTo("gpt-image-2");
    }
  }

  @Test
  void vercel_native_answersWithCostAndWarnings() throws IOException {
    HttpResponse<Buffer> response =
        SimulatorHarness.await(
            harness
                .vercel("openai/gpt-image-2")
                .putHeader("ai-o11y-request-id", "mine-3")
                .sendJsonObject(SimulatorHarness.vercelOrder(PROMPT).put("seed", 7).put("n", 3)));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.getHeader("x-vercel-id")).startsWith("iad1::iad1::");
    assertThat(response.headers().names()).noneMatch(name -> name.contains("ratelimit"));
    JsonObject body = response.bodyAsJsonObject();
    assertThat(body.getJsonArray("warnings").getJsonObject(0).getMap())
        .isEqualTo(Map.of("type", "unsupported", "feature", "seed"));
    // 3 * 157.206 rounded up once.
    int output = 472;
    assertThat(body.getJsonObject("usage").getMap())
        .isEqualTo(
            Map.of(
                "inputTokens",
                3 * PROMPT_TOKENS,
                "outputTokens",
                output,
                "totalTokens",
                3 * PROMPT_TOKENS + output));
    JsonObject metadata = body.getJsonObject("providerMetadata");
    JsonArray images = metadata.getJsonObject("openai").getJsonArray("images");
    assertThat(images).hasSize(3);
    assertThat(images.getJsonObject(0).getInteger("textTokens")).isEqualTo(PROMPT_TOKENS);
    JsonObject gateway = metadata.getJsonObject("gateway");
    // 36 * 0.000005 + 472 * 0.00003
    assertThat(gateway.getString("cost")).isEqualTo("0.01434");
    assertThat(gateway.getString("generationId")).matches("gen_01[0-9A-Z]{24}");
    assertThat(gateway.getJsonObject("routing").getString("finalProvider")).isEqualTo("openai");
    assertSize(SimulatorHarness.picture(SimulatedProvider.VERCEL, body), 1536, 1024);
    assertThat(harness.onlyLine().chargedNanoUsd()).isEqualTo(14_340_000L);
    assertThat(harness.onlyLine().requestId()).isEqualTo(gateway.getString("generationId"));
    assertThat(harness.onlyLine().clientRequestId()).isEqualTo("mine-3");
    JsonObject credits =
        SimulatorHarness.await(
                harness
                    .client
                    .getAbs(harness.simulator.vercelBaseUrl() + "/v1/credits")
                    .bearerTokenAuthentication("simulator-key")
                    .send())
            .bodyAsJsonObject();
    assertThat(credits.getString("total_used")).isEqualTo("0.01434");
    assertThat(credits.getString("balance")).isEqualTo("4.98566");
  }

  @Test
  void openAi_models_listsTheLivingWithTheirShutdownDates() {
    JsonArray models =
        SimulatorHarness.await(
                harness
                    .client
                    .getAbs(harness.simulator.openAiBaseUrl() + "/models")
                    .bearerTokenAuthentication("simulator-key")
                    .send())
            .bodyAsJsonObject()
            .getJsonArray("data");
    Set<String> ids = new HashSet<>();
    models.forEach(model -> ids.add(((JsonObject) model).getString("id")));
    assertThat(ids).contains("gpt-image-2", "gpt-image-1.5").doesNotContain("gpt-image-1");
    assertThat(models.encode()).contains("\"shutdown_date\":\"2026-12-01\"");
  }

  @Test
  void openAi_severalImages_areAllDifferent() {
    JsonObject order = SimulatorHarness.order("gpt-image-2", PROMPT).put("n", 3);
    JsonObject body =
        SimulatorHarness.await(harness.openAi().sendJsonObject(order)).bodyAsJsonObject();
    Set<String> pictures = new HashSet<>();
    body.getJsonArray("data")
        .forEach(datum -> pictures.add(((JsonObject) datum).getString("b64_json")));
    assertThat(pictures).hasSize(3);
    assertUsage(body.getJsonObject("usage"), 3 * PROMPT_TOKENS, 472);
  }

  @Test
  void openAi_jpegAndTransparency_areReal() throws IOException {
    JsonObject jpeg =
        SimulatorHarness.order("gpt-image-2.5-flare", PROMPT)
            .put("output_format", "jpeg")
            .put("output_compression", 60);
    byte[] bytes =
        SimulatorHarness.picture(
            SimulatedProvider.OPENAI,
            SimulatorHarness.await(harness.openAi().sendJsonObject(jpeg)).bodyAsJsonObject());
    assertThat(bytes).startsWith(0xff, 0xd8, 0xff);
    assertSize(bytes, 1536, 1024);
    JsonObject clear =
        SimulatorHarness.order("gpt-image-2.5-flare", PROMPT).put("background", "transparent");
    BufferedImage image =
        image(
            SimulatorHarness.picture(
                SimulatedProvider.OPENAI,
                SimulatorHarness.await(harness.openAi().sendJsonObject(clear)).bodyAsJsonObject()));
    assertThat(image.getRGB(5, 5) >>> 24).isZero();
    assertThat(image.getRGB(5, 1020) >>> 24).isEqualTo(255);
  }

  @Test
  void openAi_hiddenTextOfGptImage15_isBilled() {
    JsonObject order = SimulatorHarness.order("gpt-image-1.5", PROMPT).put("size", "1024x1024");
    JsonObject usage =
        SimulatorHarness.await(harness.openAi().sendJsonObject(order))
            .bodyAsJsonObject()
            .getJsonObject("usage");
    JsonObject details = usage.getJsonObject("output_tokens_details");
    int text = details.getInteger("text_tokens");
    assertThat(details.getInteger("image_tokens")).isEqualTo(272);
    assertThat(text).isBetween(150, 269);
    assertThat(usage.getInteger("output_tokens")).isEqualTo(272 + text);
    assertThat(harness.onlyLine().chargedNanoUsd())
        .isEqualTo(PROMPT_TOKENS * 5_000L + 272 * 32_000L + text * 10_000L);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void invoice_severalCalls_sumsUp(SimulatedProvider provider) {
    SimulatorHarness.await(harness.call(provider, "gpt-image-2", PROMPT));
    SimulatorHarness.await(harness.call(provider, "gpt-image-2", PROMPT + " at night"));
    SimulatorHarness.await(harness.call(provider, "gpt-image-9", PROMPT));
    Invoice invoice = harness.simulator.invoice();
    Invoice.Total total = invoice.total(provider);
    assertThat(total.calls()).isEqualTo(3);
    assertThat(total.chargedCalls()).isEqualTo(2);
    assertThat(total.images()).isEqualTo(2);
    assertThat(total.chargedNanoUsd())
        .isEqualTo(invoice.lines().stream().mapToLong(InvoiceLine::chargedNanoUsd).sum())
        .isEqualTo((2 * PROMPT_TOKENS + 2) * 5_000L + 2 * 158 * 30_000L);
    assertThat(invoice.chargedNanoUsd()).isEqualTo(total.chargedNanoUsd());
    assertThat(invoice.lines()).hasSize(3);
    assertThat(invoice.lines().get(2).chargedNanoUsd()).isZero();
  }

  private static int status(SimulatorHarness harness, String deployment) {
    return SimulatorHarness.await(
            harness.azure().sendJsonObject(SimulatorHarness.order(deployment, PROMPT)))
        .statusCode();
  }

  private static void assertUsage(JsonObject usage, int input, int output) {
    assertThat(usage.getInteger("input_tokens")).isEqualTo(input);
    assertThat(usage.getJsonObject("input_tokens_details").getMap())
        .isEqualTo(Map.of("text_tokens", input, "image_tokens", 0));
    assertThat(usage.getInteger("output_tokens")).isEqualTo(output);
    assertThat(usage.getInteger("total_tokens")).isEqualTo(input + output);
  }

  private static void assertSize(byte[] picture, int width, int height) throws IOException {
    BufferedImage image = image(picture);
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
  }

  private static BufferedImage image(byte[] picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
    assertThat(image).isNotNull();
    return image;
  }
}

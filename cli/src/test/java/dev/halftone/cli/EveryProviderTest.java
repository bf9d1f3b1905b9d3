package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each provider alone, from the line of the configuration to the file and the bill. */
class EveryProviderTest {
  private static final String OPENAI = "type: openai, base-url: OPENAI";
  private static final String AZURE =
      "type: azure-foundry, endpoint: AZURE, deployments: { gpt-image-2: gpt-image-2 }";
  private static final String AZURE_DATED = AZURE + ", api: deployments";
  private static final String VERCEL = "type: vercel-ai-gateway, base-url: VERCEL";
  private static final String VERCEL_OPENAI = VERCEL + ", api: openai-compatible";
  private static final String RESPONSES = "type: openai-responses, base-url: OPENAI";
  private static final String FAL = "type: fal, base-url: FALQUEUE, run-url: FALRUN";
  private static final String FAL_DIRECT = FAL + ", direct: true";
  private static final String WAVESPEED =
      "type: wavespeed, base-url: WAVESPEED, prices: prices.json";
  private static final String WAVESPEED_SYNC = WAVESPEED + ", sync-mode: true, base64-output: true";
  private static final String OPENROUTER = "type: openrouter, base-url: ROUTER";
  private static final String COMPATIBLE =
      "type: openai-compatible, base-url: OPENAI, price-list: openai, edits: json, streaming: true,"
          + " models: { gpt-image-2: gpt-image-2 }";

  @TempDir Path folder;

  @RegisterExtension
  private final RunningSimulator running = new RunningSimulator(SimulatorOptions.calm());

  private final Simulator simulator = running.simulator();

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("prices.json"), SimulatedPrices.json());
    picture("one.png", 256, 256);
    picture("two.png", 128, 256);
  }

  private void picture(String name, int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }

  private Run run(String provider, String... args) throws IOException {
    String keys =
        provider
            .replace("FALQUEUE", quoted(simulator.falQueueUrl()))
            .replace("FALRUN", quoted(simulator.falRunUrl()))
            .replace("WAVESPEED", quoted(simulator.wavespeedBaseUrl()))
            .replace("OPENAI", quoted(simulator.openAiBaseUrl()))
            .replace("AZURE", quoted(simulator.azureEndpoint()))
            .replace("VERCEL", quoted(simulator.vercelBaseUrl()))
            .replace("ROUTER", quoted(simulator.openRouterBaseUrl()));
    Files.writeString(
        folder.resolve("halftone.yaml"),
        "providers: { mine: { api-key: \"${KEY}\", %s } }".formatted(keys));
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--model", "gpt-image-2", "--quality", "low", "--json"));
    return Run.in(folder, Map.of("KEY", RunningSimulator.KEY), all.toArray(String[]::new));
  }

  private static String quoted(String address) {
    return '"' + address + '"';
  }

  private JsonNode served(Run run, int images) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode result = run.json();
    assertThat(result.get("files")).hasSize(images);
    for (JsonNode file : result.get("files")) {
      assertThat(ImageIO.read(new File(file.asText()))).isNotNull();
    }
    assertThat(Usd.parse(result.get("cost_usd").asText()).nanos())
        .isPositive()
        .isEqualTo(simulator.invoice().chargedNanoUsd());
    assertThat(run.out() + run.err())
        .doesNotContain(RunningSimulator.KEY)
        .doesNotContain("red fox");
    return result;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OPENAI,
        AZURE,
        AZURE_DATED,
        VERCEL,
        VERCEL_OPENAI,
        RESPONSES,
        FAL,
        FAL_DIRECT,
        WAVESPEED,
        WAVESPEED_SYNC,
        OPENROUTER,
        COMPATIBLE
      })
  void generate_twoImages_areWrittenAndCostWhatIsBilled(String provider) throws IOException {
    served(run(provider, "generate", "A red fox", "-n", "2"), 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OPENAI,
        AZURE,
        AZURE_DATED,
        VERCEL,
        VERCEL_OPENAI,
        RESPONSES,
        FAL,
        FAL_DIRECT,
        WAVESPEED,
        WAVESPEED_SYNC,
        OPENROUTER,
        COMPATIBLE
      })
  void edit_ofTwoReferences_isWrittenAndCostsWhatIsBilled(String provider) throws IOException {
    served(run(provider, "edit", "A red fox", "--image", "one.png", "--image", "two.png"), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENAI, OPENAI + ", json-edits: true", AZURE, VERCEL, COMPATIBLE})
  void edit_withAMask_isServedWhereMasksAreTaken(String provider) throws IOException {
    served(run(provider, "edit", "A red fox", "--image", "one.png", "--mask", "one.png"), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {VERCEL_OPENAI, RESPONSES, FAL, WAVESPEED, OPENROUTER})
  void edit_withAMask_isRefusedUnsentWhereNoneIsTaken(String provider) throws IOException {
    Run run = run(provider, "edit", "A red fox", "--image", "one.png", "--mask", "one.png");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("mask");
    assertThat(simulator.invoice().lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENAI, AZURE, COMPATIBLE})
  void partialImages_toAFile_areShownAndWrittenBesideIt(String provider) throws IOException {
    Run run = run(provider, "generate", "A red fox", "--partial-images", "2", "-o", "out/fox.png");

    served(run, 1);
    for (int i = 1; i <= 2; i++) {
      Path partial = folder.resolve("out/fox-partial-" + i + ".png");
      assertThat(run.err()).contains("partial image " + i + " of 2: " + partial);
      assertThat(ImageIO.read(partial.toFile())).isNotNull();
    }
    assertThat(folder.resolve("out/fox.png")).isRegularFile();
  }

  @Test
  void partialImages_ofAnEditToAFolder_getNamesThatAreNew() throws IOException {
    String[] edit = {
      "edit", "A red fox", "--image", "one.png", "--partial-images", "1", "-o", "out"
    };
    served(run(OPENAI, edit), 1);
    Run again = run(OPENAI, edit);

    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(folder.resolve("out/image-partial-1.png")).isRegularFile();
    assertThat(folder.resolve("out/image-partial-1-2.png")).isRegularFile();
  }

  @Test
  void partialImages_whereTheRouteStreamsNone_areDroppedAndSaidSo() throws IOException {
    Run run = run(FAL, "generate", "A red fox", "--partial-images", "2", "--explain");

    served(run, 1);
    assertThat(run.err()).doesNotContain("partial image 1");
  }
}

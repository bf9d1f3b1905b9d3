package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
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

/**
 * What a request demands of quality, size, place and data, from the command line to the wire. At
 * high, gpt-image-2 costs about $0.16 at 1536x1024.
 */
class RequestSteeringTest {

  @TempDir Path folder;

  @RegisterExtension
  private final RunningSimulator running = new RunningSimulator(SimulatorOptions.calm());

  private final Simulator simulator = running.simulator();

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          openai: { type: openai, api-key: "${OPENAI_API_KEY}", base-url: %s,
                    regions: [us, eu], data-rules: [no-training] }
          azure: { type: azure-foundry, api-key: "${OPENAI_API_KEY}", endpoint: %s,
                   deployments: { gpt-image-2: gpt-image-2 }, regions: [eu] }
        """
            .formatted(simulator.openAiBaseUrl(), simulator.azureEndpoint()));
  }

  private Run halftone(String... args) {
    return Run.in(folder, Map.of("OPENAI_API_KEY", RunningSimulator.KEY), args);
  }

  private Run generate(String... more) {
    List<String> args = new ArrayList<>(List.of("generate", "A red fox", "--json"));
    args.addAll(List.of(more));
    return halftone(args.toArray(String[]::new));
  }

  private static List<String> providers(JsonNode offers) {
    List<String> providers = new ArrayList<>();
    offers.forEach(offer -> providers.add(offer.get("provider").asText()));
    return providers.stream().distinct().toList();
  }

  @Test
  void region_demanded_keepsOutWhoMayServeFromAnother() {
    Run run = generate("--model", "gpt-image-2", "--quality", "low", "--region", "eu");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("provider").asText()).isEqualTo("azure");
    assertThat(run.json().at("/decision/considered").toString())
        .contains("may serve it from eu, us; allowed: eu");
    assertThat(generate("--region", "ch").exit()).isEqualTo(4);
  }

  @Test
  void dataRule_demanded_keepsOutWhoIsNotDeclaredToPromiseIt() {
    Run run = generate("--tier", "draft", "--data-rule", "no-training");
    Run none = generate("--data-rule", "no-training", "--data-rule", "no-retention");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("provider").asText()).isEqualTo("openai");
    assertThat(none.exit()).isEqualTo(4);
    assertThat(none.err()).contains("is not declared to promise no-retention");
    assertThat(simulator.invoice().lines()).hasSize(1);
  }

  @Test
  void allowSmaller_costCapBelowTheSize_makesASmallerImage() throws IOException {
    String[] request = {
      "--model", "gpt-image-2", "--quality", "high", "--size", "1536x1024", "--max-cost", "0.15"
    };
    assertThat(generate(request).exit()).isEqualTo(4);

    List<String> smaller = new ArrayList<>(List.of(request));
    smaller.add("--allow-smaller");
    Run run = generate(smaller.toArray(String[]::new));

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("size").asText()).isEqualTo("1200x800");
    Path image = Path.of(run.json().at("/files/0").asText());
    assertThat(ImageIO.read(image.toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void qualityFloor_costCapBelowIt_isRefusedRatherThanSteppedDown() {
    Run run = generate("--tier", "final", "--max-cost", "0.06");
    Run floored = generate("--tier", "final", "--max-cost", "0.06", "--quality-floor", "xhigh");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("quality").asText()).isEqualTo("high");
    assertThat(floored.exit()).isEqualTo(4);
    assertThat(floored.err()).contains("above the $0.060000 allowed");
  }

  @Test
  void edit_withARegion_goesWhereThatIsServed() throws IOException {
    Run first = generate("--tier", "draft", "-o", "fox.png");
    assertThat(first.exit()).as(first.err()).isZero();

    Run run = halftone("edit", "In snow", "--image", "fox.png", "--region", "eu", "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("provider").asText()).isEqualTo("azure");
  }

  @Test
  void estimate_oneRequestOrAFileOfThem_quotesWhatMayServeIt() throws IOException {
    String[] one = {"estimate", "--prompt", "A red fox", "--region", "eu", "--json"};
    Files.writeString(
        folder.resolve("jobs.jsonl"),
        """
        {"prompt": "A red fox", "model": "gpt-image-2",\
         "halftone": {"regions": ["eu"], "quality_floor": "high"}}
        {"prompt": "A red fox", "halftone": {"data_rules": ["no-retention"]}}
        """);
    JsonNode jobs = halftone("estimate", "jobs.jsonl", "--json").json();

    assertThat(providers(halftone(one).json().get("offers"))).containsExactly("azure");
    assertThat(providers(jobs.at("/cheapest/routes"))).containsExactly("azure");
    assertThat(jobs.at("/cheapest/routes/0/quality").asText()).isEqualTo("high");
    assertThat(jobs.toString()).contains("is not declared to promise no-retention");
  }
}

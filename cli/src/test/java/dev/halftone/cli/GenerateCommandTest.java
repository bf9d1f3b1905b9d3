package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Fault;
import dev.halftone.simulator.FaultRates;
import dev.halftone.simulator.ProviderProfile;
import dev.halftone.simulator.SimulatedProvider;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, over real HTTP on loopback: only base-url tells it from a real provider. */
class GenerateCommandTest {
  private static final String KEY = "sk-test-never-shown";

  @TempDir Path folder;
  private Vertx vertx;
  private Simulator simulator;

  @BeforeEach
  void start() throws Exception {
    vertx = Waiting.vertx();
    simulate(SimulatorOptions.calm());
  }

  @AfterEach
  void stop() throws Exception {
    Waiting.await(simulator.close());
    Waiting.await(vertx.close());
  }

  private void simulate(SimulatorOptions.Builder options) throws Exception {
    if (simulator != null) {
      Waiting.await(simulator.close());
    }
    simulator = Simulator.create(vertx, options.apiKey(KEY).clock(() -> Run.TODAY).build());
    Waiting.await(simulator.listen(0));
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          openai: { type: openai, api-key: "${OPENAI_API_KEY}", base-url: %s }
          azure: { type: azure-foundry, api-key: "${OPENAI_API_KEY}", endpoint: %s,
                   deployments: { gpt-image-2: gpt-image-2 } }
          vercel: { type: vercel-ai-gateway, api-key: "${OPENAI_API_KEY}", base-url: %s }
        %s
        """
            .formatted(
                simulator.openAiBaseUrl(),
                simulator.azureEndpoint(),
                simulator.vercelBaseUrl(),
                more));
  }

  private Run generate(String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "generate";
    args[1] = "A red fox reading the news";
    System.arraycopy(more, 0, args, 2, more.length);
    return Run.in(folder, Map.of("OPENAI_API_KEY", KEY), args);
  }

  @Test
  void request_throughTheConfiguredProvider_writesARealPngAndCostsWhatIsBilled() throws Exception {
    configure("");
    Run run =
        generate("--model", "gpt-image-2", "--size", "1536x1024", "--quality", "low", "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode result = run.json();
    assertThat(result.fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "status",
            "provider",
            "model",
            "quality",
            "size",
            "cost_usd",
            "estimate_usd",
            "files",
            "attempts",
            "latency_ms",
            "error",
            "decision");
    assertThat(result.get("status").asText()).isEqualTo("ok");
    BufferedImage image = ImageIO.read(new File(result.at("/files/0").asText()));
    assertThat(image.getWidth()).isEqualTo(1536);
    assertThat(image.getHeight()).isEqualTo(1024);
    assertThat(Usd.parse(result.get("cost_usd").asText()).nanos())
        .isPositive()
        .isEqualTo(simulator.invoice().chargedNanoUsd());
    assertThat(result.get("cost_usd")).isEqualTo(result.get("estimate_usd"));
    assertThat(run.out() + run.err()).doesNotContain(KEY).doesNotContain("red fox");
  }

  @Test
  void calibration_twoCommands_learnIntoOneFile() throws Exception {
    configure("calibration: { file: learnt.json }");
    assertThat(generate("--tier", "draft", "-o", "one.png").exit()).isZero();
    String first = Files.readString(folder.resolve("learnt.json"));
    assertThat(generate("--tier", "draft", "-o", "two.png").exit()).isZero();

    assertThat(first).contains("gpt-image-2");
    assertThat(Files.readString(folder.resolve("learnt.json")).length())
        .isGreaterThan(first.length());
  }

  @Test
  void calibration_fileOfAnotherKind_isRefusedBeforeAnythingIsSent() throws Exception {
    configure("calibration: { file: learnt.json }");
    Files.writeString(folder.resolve("learnt.json"), "{\"prices\": []}");
    Run run = generate("--tier", "draft");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("calibration.file").contains("learnt.json");
    assertThat(simulator.invoice().lines()).isEmpty();
  }

  @Test
  void images_toANamedFile_replaceItAndAreNumberedWhereThereAreSeveral() throws Exception {
    configure("");
    Files.writeString(folder.resolve("fox.jpg"), "old");
    String[] request = {"--quality", "low", "--model", "gpt-image-2", "-o", "fox.jpg"};
    Run one = generate(request);
    Run two = generate("--quality", "low", "--model", "gpt-image-2", "-o", "fox.jpg", "-n", "2");

    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(one.out()).contains("fox.jpg").contains("gpt-image-2 low 1024x1024: $0.0059");
    assertThat(ImageIO.read(folder.resolve("fox.jpg").toFile()).getWidth()).isEqualTo(1024);
    assertThat(two.exit()).as(two.err()).isZero();
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("halftone.yaml", "fox.jpg", "fox-1.jpg", "fox-2.jpg");
    }
  }

  @Test
  void images_withoutANamedFile_goToTheConfiguredFolderUnderNewNames() throws Exception {
    configure("images: { type: folder, path: made/here }");
    assertThat(generate("--tier", "draft").exit()).isZero();
    assertThat(generate("--tier", "draft").exit()).isZero();
    try (var files = Files.list(folder.resolve("made/here"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .hasSize(2)
          .allMatch(name -> name.matches("image-d-.*-1\\.png"));
    }
  }

  @Test
  void budget_withoutRoom_exitsWith3AndSendsNothing() throws Exception {
    configure("budgets: [ { scope: \"team:growth\", limit: \"0.001\", window: day } ]");
    Run run = generate("--quality", "low", "--json");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.json().get("status").asText()).isEqualTo("refused_budget");
    assertThat(run.err()).contains("budget team:growth has a limit of $0.001000");
    assertThat(simulator.invoice().lines()).isEmpty();
  }

  @Test
  void budget_inAFile_isStillUsedUpInTheNextCommand() throws Exception {
    configure(
        """
        budgets: [ { scope: "team:growth", limit: "0.010", window: day, warn-at: [50] } ]
        ledger: { type: file, path: ledger.db }
        """);
    String[] request = {"--quality", "low", "--model", "gpt-image-2", "--explain"};
    Run first = generate(request);
    Run second = generate(request);
    Run ledger = Run.in(folder, Map.of("OPENAI_API_KEY", KEY), "ledger", "--json");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).contains("warning: budget team:growth has reached 50 %");
    assertThat(first.err()).doesNotContain("in memory");
    assertThat(first.out()).contains("  warning: budget team:growth");
    assertThat(second.exit()).isEqualTo(3);
    assertThat(second.err()).contains("budget team:growth has a limit of $0.010000");
    JsonNode budget = ledger.json().at("/budgets/0");
    assertThat(Usd.parse(budget.get("spent_usd").asText()).nanos())
        .isPositive()
        .isEqualTo(simulator.invoice().chargedNanoUsd());
    assertThat(budget.get("held_usd").asText()).isEqualTo("0.000000");
    assertThat(budget.get("refusals").asInt()).isPositive();
  }

  @Test
  void budget_ofTheLedgerAlone_mayBeChargedByName() throws Exception {
    configure("ledger: { type: file, path: ledger.db }");
    Map<String, String> environment = Map.of("OPENAI_API_KEY", KEY);
    Run limit = Run.in(folder, environment, "ledger", "limit", "run:night", "total", "1");
    Run run = generate("--quality", "low", "--charge", "run:night");

    assertThat(limit.exit()).as(limit.err()).isZero();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(generate("--charge", "run:day").exit()).isEqualTo(2);
  }

  @Test
  void charge_ofAScopeWithoutABudget_exitsWith2() throws Exception {
    configure("budgets: [ { scope: \"team:growth\", limit: 1 } ]");
    Run run = generate("--charge", "team:grwth");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--charge: 'team:grwth' has no budget").contains("team:growth");
  }

  @Test
  void prompt_thatModerationRefuses_exitsWith4AndCostsNothing() throws Exception {
    configure("");
    Run run =
        Run.in(
            folder, Map.of("OPENAI_API_KEY", KEY), "generate", "gore", "--tier", "draft", "--json");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.json().get("status").asText()).isEqualTo("refused_policy");
    assertThat(run.json().get("cost_usd").asText()).isEqualTo("0.000000");
    assertThat(simulator.invoice().chargedNanoUsd()).isZero();
  }

  @Test
  void providers_thatAllFail_exitWith5AfterTheAttemptsAllowed() throws Exception {
    SimulatorOptions.Builder options = SimulatorOptions.calm();
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      options.profile(
          provider, ProviderProfile.calm().withFaults(FaultRates.always(Fault.CUT_BEFORE_WORK)));
    }
    simulate(options);
    configure("routing: { timeout: 20s, retry: { attempts: 2 } }");
    Run run = generate("--model", "gpt-image-2", "--quality", "low", "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(5);
    assertThat(run.json().get("files")).isEmpty();
    assertThat(run.json().get("error").asText()).isNotBlank();
    assertThat(simulator.invoice().chargedNanoUsd()).isZero();
  }

  @Test
  void key_thatIsWrong_exitsWith5AndIsNotShown() throws Exception {
    configure("");
    Run run =
        Run.in(
            folder,
            Map.of("OPENAI_API_KEY", "sk-wrong-and-secret"),
            "generate",
            "fox",
            "--tier",
            "draft");

    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).contains("key").doesNotContain("sk-wrong");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void maxCost_belowEveryRoute_exitsWith4() throws Exception {
    configure("");
    Run run = generate("--model", "gpt-image-2", "--max-cost", "0.000001");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("no route can serve it").contains("above the $0.000001 allowed");
  }

  @Test
  void explain_printsEveryCandidateAndTheAttempt() throws Exception {
    configure("");
    Run run = generate("--quality", "low", "--explain");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("chosen").contains("azure gpt-image-2").contains("settled");
  }

  @Test
  void image_namedByItsSizeAlone_exitsWith2BecauseNothingCanBeSent() throws Exception {
    configure("");
    Run run = generate("--image", "512x512");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("can be quoted, not sent");
  }

  @Test
  void file_whoseNameContradictsTheFormat_exitsWith2() throws Exception {
    configure("");
    assertThat(generate("-o", "fox.png", "--output-format", "jpeg").err())
        .contains("-o: the name asks for png, --output-format for jpeg");
    assertThat(generate("-o", "fox.gif").err()).contains("ends in none of .png, .jpg, .webp");
    assertThat(generate("-o", "halftone.yaml/x/").exit()).isEqualTo(2);
  }
}

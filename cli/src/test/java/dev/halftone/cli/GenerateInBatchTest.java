package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Half an hour of a batch at the simulator, an hour of which passes in a second for both. */
class GenerateInBatchTest {
  private static final int SCALE = 3_600;

  @TempDir Path folder;

  @RegisterExtension
  private final RunningSimulator running =
      new RunningSimulator(
          SimulatorOptions.calm().timeScale(SCALE).batchDuration(Duration.ofMinutes(30)));

  private final Simulator simulator = running.simulator();

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("halftone.yaml"),
        """
        providers:
          openai: { type: openai, api-key: "${OPENAI_API_KEY}", base-url: %s, batch: true }
        budgets: [ { scope: "team:growth", limit: "1.00" } ]
        """
            .formatted(simulator.openAiBaseUrl()));
  }

  private Run generate(String... more) {
    List<String> args = new ArrayList<>(List.of("generate", "A red fox"));
    args.addAll(List.of("--model", "gpt-image-2", "--quality", "low", "--explain", "--json"));
    args.addAll(List.of(more));
    SimulatedTime time = new SimulatedTime(System::nanoTime, SCALE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("OPENAI_API_KEY", RunningSimulator.KEY),
            folder,
            () -> Run.TODAY,
            time.ticker(),
            time::timers);
    int exit = Main.run(console, args.toArray(String[]::new));
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Usd cost(Run run) {
    return Usd.parse(run.json().get("cost_usd").asText());
  }

  @Test
  void deadlineOfADay_cheapest_takesTheBatchAtHalfThePrice() throws Exception {
    Run batch = generate("--deadline", "24h");
    Usd billed = Usd.ofNanos(simulator.invoice().chargedNanoUsd());
    Run live = generate("--deadline", "24h", "--objective", "fastest");

    assertThat(batch.exit()).as(batch.err()).isZero();
    assertThat(live.exit()).as(live.err()).isZero();
    assertThat(cost(batch)).isEqualTo(billed);
    assertThat(cost(batch).plus(cost(batch))).isEqualTo(cost(live));
    JsonNode attempt = batch.json().at("/decision/attempts/0");
    assertThat(attempt.get("batch").asBoolean()).isTrue();
    assertThat(attempt.get("ending").asText()).isEqualTo("settled");
    assertThat(batch.json().get("latency_ms").asLong())
        .isGreaterThan(Duration.ofMinutes(30).toMillis());
    assertThat(ImageIO.read(new File(batch.json().at("/files/0").asText())).getWidth())
        .isEqualTo(1024);
  }

  @Test
  void explain_deadlineOfADay_showsTheBatchBesideTheLiveCall() {
    Run run = generate("--deadline", "24h");

    assertThat(run.err())
        .contains("sending to openai gpt-image-2 low in a batch, which can take")
        .containsPattern("openai +gpt-image-2 +low in a batch .*chosen")
        .containsPattern("openai +gpt-image-2 +low +1024x1024 ")
        .contains("at openai in a batch: held")
        .doesNotContain("red fox");
  }

  @Test
  void deadlineBelowADay_quotesNoBatch() {
    Run run = generate("--deadline", "23h");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("in a batch");
  }
}

package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  void configurationPrinted_isOneThatGenerateReachesTheSimulatorBy() throws Exception {
    Session session = new Session("simulate", "--time-scale", "1000");
    Run run = Run.in(folder, "generate", "fox", "--tier", "draft", "--json");
    String err = session.end();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(err).contains("until Ctrl-C").contains("$" + run.json().get("cost_usd").asText());
  }

  @Test
  @Timeout(60)
  void scenarioAndLog_callsRefusedByTheScenario_areLoggedAsJsonLines() throws Exception {
    Path day = folder.resolve("day.yaml");
    Files.writeString(day, "steps:\n  - { at: 0s, provider: openai, quota-exhausted: true }\n");
    Session session =
        new Session(
            "simulate", "--time-scale", "1000", "--scenario", "day.yaml", "--log", "calls.jsonl");
    Run refused = Run.in(folder, "generate", "fox", "--tier", "draft", "--provider", "openai");
    Run served = Run.in(folder, "generate", "fox", "--tier", "draft", "--provider", "azure");
    session.end();

    assertThat(refused.exit()).isEqualTo(5);
    assertThat(served.exit()).as(served.err()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("calls.jsonl"));
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.get("provider").asText()).isEqualTo("openai");
    assertThat(first.get("status").asInt()).isEqualTo(429);
    assertThat(first.get("charged_usd").asText()).isEqualTo("0.000000");
    JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(last.get("provider").asText()).isEqualTo("azure");
    assertThat(last.get("ending").asText()).isEqualTo("answered");
    assertThat(last.get("status").asInt()).isEqualTo(200);
    assertThat(last.get("model").asText()).isNotEmpty();
    assertThat(last.get("charged_usd").asText()).matches("0\\.00[0-9]+");
    assertThat(last.get("request_id").asText()).isNotEmpty();
    assertThat(last.get("client_request_id").asText()).isNotEmpty();
    assertThat(String.join("", lines)).doesNotContain("fox", "simulator-key");
  }

  /** A simulator that runs beside the test, whose configuration lies in the folder. */
  private final class Session {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;

    Session(String... args) throws IOException {
      PipedOutputStream pipe = new PipedOutputStream();
      PipedInputStream end = new PipedInputStream(pipe, 1 << 16);
      Console console =
          new Console(
              new PrintStream(pipe, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              Map.of(),
              folder,
              () -> Run.TODAY);
      thread = new Thread(() -> exit.complete(Main.run(console, args)));
      thread.start();
      BufferedReader lines = new BufferedReader(new InputStreamReader(end, StandardCharsets.UTF_8));
      StringBuilder yaml = new StringBuilder();
      String line;
      do {
        line = lines.readLine();
        yaml.append(line).append('\n');
      } while (line != null && !line.contains("limit:"));
      Files.writeString(folder.resolve("halftone.yaml"), yaml);
    }

    String end() throws Exception {
      thread.interrupt();
      assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
      return err.toString(StandardCharsets.UTF_8);
    }
  }
}

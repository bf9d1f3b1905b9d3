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
import java.util.ArrayList;
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
  void prices_written_letGenerateReachWaveSpeed() throws Exception {
    Session session = new Session("simulate", "--time-scale", "1000", "--prices", "p.json");
    Path yaml = folder.resolve("halftone.yaml");
    String all = Files.readString(yaml);
    assertThat(all).contains("wavespeed", "prices: 'p.json' # invented");
    Files.writeString(
        yaml, "providers:\n" + all.substring(all.indexOf("  wavespeed:"), all.indexOf("routing:")));
    Run run =
        Run.in(folder, "generate", "fox", "--quality", "low", "-n", "3", "--json", "--explain");
    String err = session.end();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().get("cost_usd").asText()).isEqualTo("0.030000");
    assertThat(run.json().get("files")).hasSize(3);
    assertThat(run.err().lines().filter(line -> line.contains("attempt  d-"))).hasSize(3);
    assertThat(err).contains("wavespeed: 3 calls, 3 images, $0.030000");
    assertThat(folder.resolve("p.json")).content().contains("invented");
  }

  @Test
  @Timeout(60)
  void pricesNotWritten_leaveWaveSpeedUnroutedAndSaySo() throws Exception {
    Session session = new Session("simulate", "--time-scale", "1000");
    String yaml = Files.readString(folder.resolve("halftone.yaml"));
    Run run = Run.in(folder, "estimate", "--prompt", "fox", "--model", "gpt-image-2");
    session.end();

    assertThat(yaml).contains("simulate --prices FILE invents some");
    assertThat(run.out()).contains("- wavespeed gpt-image-2: the price of").contains("fal ");
  }

  @Test
  @Timeout(60)
  void scenario_allRefuse_logsCallsThatCostNothing() throws Exception {
    Path day = folder.resolve("day.yaml");
    Files.writeString(day, "steps:\n  - { at: 0s, quota-exhausted: true }\n");
    Session session = new Session("simulate", "--scenario", "day.yaml", "--log", "calls.jsonl");
    Run run = Run.in(folder, "generate", "fox", "--tier", "draft");
    session.end();

    assertThat(run.exit()).isNotZero();
    List<JsonNode> lines = logged();
    assertThat(lines).isNotEmpty();
    for (JsonNode line : lines) {
      assertThat(line.get("status").asInt()).isIn(402, 429);
      assertThat(line.get("charged_usd").asText()).isEqualTo("0.000000");
    }
  }

  @Test
  @Timeout(60)
  void log_callThatIsCharged_namesEverythingButPromptAndKey() throws Exception {
    Session session = new Session("simulate", "--time-scale", "1000", "--log", "calls.jsonl");
    Run run = Run.in(folder, "generate", "fox", "--tier", "draft", "--json");
    session.end();

    List<JsonNode> lines = logged();
    JsonNode last = lines.get(lines.size() - 1);
    assertThat(last.get("provider").asText()).isIn("openai", "azure", "vercel", "fal");
    assertThat(last.get("model").asText()).isNotEmpty();
    assertThat(last.get("status").asInt()).isEqualTo(200);
    assertThat(last.get("ending").asText()).isEqualTo("answered");
    assertThat(last.get("charged_usd").asText()).isEqualTo(run.json().get("cost_usd").asText());
    assertThat(last.get("request_id").asText()).isNotEmpty();
    assertThat(last.get("client_request_id").asText()).isNotEmpty();
    assertThat(lines.toString()).doesNotContain("fox", "simulator-key");
  }

  private List<JsonNode> logged() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("calls.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
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

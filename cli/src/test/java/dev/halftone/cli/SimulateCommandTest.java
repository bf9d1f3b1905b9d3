package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PipedOutputStream pipe = new PipedOutputStream();
    PipedInputStream end = new PipedInputStream(pipe, 1 << 16);
    Console console =
        new Console(
            new PrintStream(pipe, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            folder,
            () -> Run.TODAY);
    CompletableFuture<Integer> exit = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> exit.complete(Main.run(console, "simulate", "--time-scale", "1000")));
    thread.start();

    BufferedReader lines = new BufferedReader(new InputStreamReader(end, StandardCharsets.UTF_8));
    StringBuilder yaml = new StringBuilder();
    String line;
    do {
      line = lines.readLine();
      yaml.append(line).append('\n');
    } while (line != null && !line.contains("limit:"));
    Files.writeString(folder.resolve("halftone.yaml"), yaml);
    Run run = Run.in(folder, "generate", "fox", "--tier", "draft", "--json");
    thread.interrupt();

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(exit.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("until Ctrl-C")
        .contains("$" + run.json().get("cost_usd").asText());
  }
}

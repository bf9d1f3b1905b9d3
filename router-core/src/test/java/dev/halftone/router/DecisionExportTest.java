package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is as slow as the test says: what is to be written waits until it is run. */
class DecisionExportTest {
  @TempDir Path folder;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final DecisionRecord decision =
      DecisionSamples.random(1, 1, RoutingPolicy.builder().build(), "2").get(0);
  private Path file;
  private DecisionExport export;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("decisions.jsonl");
    export = DecisionExport.open(file, tasks::add);
  }

  private void finish(int times) {
    for (int i = 0; i < times; i++) {
      export.on(new RouterEvent.Finished(decision.id(), decision, null));
    }
  }

  private long lines() throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.map(DecisionLines::read).filter(decision::equals).count();
    }
  }

  @Test
  void on_moreThanMayWait_losesAndCountsTheRestAndGoesOnAfterwards() throws IOException {
    finish(DecisionExport.MOST_WAITING + 3);

    assertThat(export.lost()).isEqualTo(3);
    assertThat(tasks).hasSize(1);
    assertThat(lines()).isZero();

    tasks.remove().run();
    finish(1);
    tasks.remove().run();
    assertThat(lines()).isEqualTo(DecisionExport.MOST_WAITING + 1);
    assertThat(export.lost()).isEqualTo(3);
    export.close();
  }

  @Test
  void close_decisionsWaiting_writesThemAndLosesWhatComesLater() throws IOException {
    finish(2);
    export.close();
    assertThat(lines()).isEqualTo(2);

    finish(1);
    tasks.forEach(Runnable::run);
    assertThat(lines()).isEqualTo(2);
    assertThat(export.lost()).isEqualTo(1);
  }

  @Test
  void open_lastLineCutShort_leavesItAlone() throws IOException {
    export.close();
    Files.writeString(file, "{\"format\":1,\"id");
    export = DecisionExport.open(file, Runnable::run);
    finish(1);
    export.close();

    assertThat(Files.readAllLines(file)).hasSize(2).first().isEqualTo("{\"format\":1,\"id");
    assertThat(DecisionLines.read(Files.readAllLines(file).get(1))).isEqualTo(decision);
  }
}

package dev.halftone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Objective;
import dev.halftone.router.DecisionExport;
import dev.halftone.router.DecisionLines;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.Replay;
import dev.halftone.router.ReplaySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/explanation.md}, run against the simulator. */
class ExplanationTest {
  private final RunningSimulator running = new RunningSimulator();

  @TempDir Path folder;

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void decisions_recorded_areReplayed() throws IOException {
    Path file = folder.resolve("decisions.jsonl");
    Executor executor = Runnable::run;
    ImageRouter.Builder builder = running.router();
    // tag::record[]
    DecisionExport decisions = DecisionExport.open(file, executor);
    ImageRouter router = builder.listener(decisions).build();
    // end::record[]
    for (int i = 0; i < 3; i++) {
      router.generate(ImageRequest.builder("a lighthouse in fog " + i).build()).await();
    }
    decisions.close();

    // tag::replay[]
    Replay replay = Replay.builder().objective(Objective.FASTEST).limit(Usd.parse("25")).build();
    try (Stream<String> lines = Files.lines(file)) {
      lines.map(DecisionLines::read).forEach(replay::decide);
    }
    ReplaySummary sums = replay.summary();
    System.out.println("%s then, %s now".formatted(sums.then().charged(), sums.now().charged()));
    // end::replay[]

    assertThat(decisions.lost()).isZero();
    assertThat(sums.decisions()).isEqualTo(3);
    assertThat(sums.then().charged().nanos())
        .isEqualTo(running.simulator.invoice().chargedNanoUsd());
    assertThat(Files.readString(file)).doesNotContain("lighthouse").doesNotContain("simulator-key");
  }
}

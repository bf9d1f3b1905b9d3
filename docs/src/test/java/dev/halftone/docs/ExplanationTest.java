package dev.halftone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.Objective;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.Secret;
import dev.halftone.router.DecisionExport;
import dev.halftone.router.DecisionLines;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.Replay;
import dev.halftone.router.ReplaySummary;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/explanation.md}, run against the simulator. */
class ExplanationTest {
  private final Vertx vertx = Vertx.vertx();
  private final Simulator simulator =
      Simulator.create(vertx, SimulatorOptions.calm().timeScale(40).build());

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    simulator.listen(0).await();
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void decisions_recorded_areReplayed() throws IOException {
    Path file = folder.resolve("decisions.jsonl");
    Executor executor = Runnable::run;
    ImageRouter.Builder builder =
        ImageRouter.builder(vertx, CostEstimator.of(PriceCatalog.shipped()))
            .provider(
                OpenAiProvider.create(
                    vertx,
                    OpenAiOptions.builder()
                        .baseUrl(simulator.openAiBaseUrl())
                        .key(Secret.of("simulator-key"))
                        .models(Set.of("gpt-image-2"))
                        .build()));
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
    assertThat(sums.then().charged().nanos()).isEqualTo(simulator.invoice().chargedNanoUsd());
    assertThat(Files.readString(file)).doesNotContain("lighthouse").doesNotContain("simulator-key");
  }
}

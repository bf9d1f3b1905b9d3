package dev.halftone.docs;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.ImageProvider;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.Secret;
import dev.halftone.router.ImageRouter;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.util.Set;

/** The simulator that documented Java is run against, and what reaches it. */
final class RunningSimulator implements AutoCloseable {
  static final Secret KEY = Secret.of("simulator-key");

  final Vertx vertx = Vertx.vertx();
  final Simulator simulator =
      Simulator.create(vertx, SimulatorOptions.calm().timeScale(40).build());

  RunningSimulator() {
    simulator.listen(0).await();
  }

  private ImageProvider openAi() {
    return OpenAiProvider.create(
        vertx,
        OpenAiOptions.builder()
            .baseUrl(simulator.openAiBaseUrl())
            .key(KEY)
            .models(Set.of("gpt-image-2"))
            .build());
  }

  /** A router over its OpenAI. */
  ImageRouter.Builder router() {
    return ImageRouter.builder(vertx, CostEstimator.of(PriceCatalog.shipped())).provider(openAi());
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

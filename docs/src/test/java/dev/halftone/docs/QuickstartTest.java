package dev.halftone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.Tier;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.Secret;
import dev.halftone.router.ImageRouter;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Java of the README, run against the simulator. */
class QuickstartTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void quickstart_simulator_makesAnImageWithinTheBudget() {
    // tag::quickstart[]
    Simulator simulator = Simulator.create(vertx, SimulatorOptions.calm().timeScale(40).build());
    simulator.listen(0).await();
    ImageProvider openAi =
        OpenAiProvider.create(
            vertx,
            OpenAiOptions.builder()
                .baseUrl(simulator.openAiBaseUrl()) // leave out for the real one
                .key(Secret.of("simulator-key"))
                .models(Set.of("gpt-image-2", "gpt-image-2.5-flare"))
                .build());

    Budget daily = new Budget(Scope.parse("team:growth"), Usd.parse("5.00"), new Window.Total());
    ImageRouter router =
        ImageRouter.builder(vertx, CostEstimator.of(PriceCatalog.shipped()))
            .provider(openAi)
            .ledger(InMemoryLedger.create(List.of(daily), InstantSource.system()))
            .build();

    ImageRequest request =
        ImageRequest.builder("a lighthouse in fog").tier(Tier.DRAFT).charge("team:growth").build();
    ImageResult result = router.generate(request).await();
    System.out.println(result.receipt().model() + " for $" + result.receipt().cost());
    // end::quickstart[]

    assertThat(result.images()).hasSize(1);
    assertThat(result.receipt().cost().nanos()).isEqualTo(simulator.invoice().chargedNanoUsd());
  }
}

package dev.halftone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.provider.AzureFoundryOptions;
import dev.halftone.provider.AzureFoundryProvider;
import dev.halftone.router.DraftThenFinal;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.Preference;
import dev.halftone.router.RoutingPolicy;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Java of {@code docs/routing.md}, run against the simulator. */
class RoutingTest {
  private final RunningSimulator running = new RunningSimulator();

  @AfterEach
  void close() {
    running.close();
  }

  @Test
  void preference_ownContract_isPreferredAtTheSamePrice() {
    // tag::preference[]
    // Our own contract may cost up to a tenth more than the cheapest.
    Preference ownContract =
        prospect ->
            prospect.provider().equals("azure-se")
                ? prospect.costToSuccessNanos() / 11 * 10
                : prospect.costToSuccessNanos();
    RoutingPolicy policy = RoutingPolicy.builder().preference(ownContract).build();
    // end::preference[]
    ImageRouter router = router(policy);

    for (int i = 0; i < 3; i++) {
      ImageRequest request = ImageRequest.builder("a lighthouse in fog " + i).build();
      assertThat(router.generate(request).await().receipt().provider()).isEqualTo("azure-se");
    }
  }

  @Test
  void draftThenFinal_draftChosen_isPromoted() {
    ImageRouter router = router(RoutingPolicy.builder().build());
    // tag::drafts[]
    DraftThenFinal steps = DraftThenFinal.of(router);
    ImageRequest wanted = ImageRequest.builder("a lighthouse in fog").build();

    DraftThenFinal.Drafts drafts = steps.drafts(wanted, 3).await();
    int chosen = 1; // by a person, or by a model that judges pictures
    DraftThenFinal.Promotion promotion = steps.promote(drafts, chosen).await();
    ImageResult finished = promotion.result();
    // end::drafts[]

    assertThat(drafts.result().images()).hasSize(3);
    assertThat(finished.images()).hasSize(1);
    assertThat(promotion.fromDraft()).isTrue();
    assertThat(promotion.cost().nanos()).isEqualTo(running.simulator.invoice().chargedNanoUsd());
  }

  private ImageRouter router(RoutingPolicy policy) {
    ImageProvider azure =
        AzureFoundryProvider.create(
            running.vertx,
            AzureFoundryOptions.builder()
                .name("azure-se")
                .endpoint(running.simulator.azureEndpoint())
                .key(RunningSimulator.KEY)
                .deployments(Map.of("gpt-image-2", "gpt-image-2"))
                .build());
    return running.router().provider(azure).policy(policy).build();
  }
}

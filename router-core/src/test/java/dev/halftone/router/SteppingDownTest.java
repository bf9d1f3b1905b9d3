package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cache.InMemoryImageCache;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.DataRule;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Receipt;
import dev.halftone.image.Tier;
import dev.halftone.router.Ladder.Step;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ladder, floor, sizes, places and promises, through the whole router. */
class SteppingDownTest {
  private static final ImageSize SQUARE = new ImageSize(1024, 1024);
  private static final ImageSize SMALLER = new ImageSize(816, 816);

  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();

  @Test
  void generate_maxCostBelowTheSize_makesASmallerImageAndSaysSo() {
    Rig rig = new Rig("1", openAi);
    Usd justTooLittle = most(rig, pinned()).minus(Usd.ofNanos(1));

    Receipt receipt = rig.succeed(pinned().smallerAllowed(true).maxCost(justTooLittle)).receipt();

    assertThat(receipt.size()).isEqualTo(SMALLER);
    assertThat(receipt.asked().size()).isEqualTo(SQUARE);
    assertThat(receipt.steppedDown()).isTrue();
    assertThat(openAi.calls.get(0).request().size()).isEqualTo(SMALLER);
    assertThat(rig.router.decision(receipt.decisionId()).orElseThrow().explain())
        .contains("or smaller")
        .contains("816x816 from openai gpt-image-2 high");
  }

  @Test
  void generate_budgetBelowTheSize_makesASmallerImage() {
    Usd most = most(new Rig("1", FakeProvider.openAi()), pinned());
    Rig rig = new Rig(most.minus(Usd.ofNanos(1)).toString(), openAi);

    assertThat(rig.succeed(pinned().smallerAllowed(true)).receipt().size()).isEqualTo(SMALLER);
  }

  @Test
  void generate_smallerNotAllowed_isRefused() {
    Rig rig = new Rig("1", openAi);
    Usd justTooLittle = most(rig, pinned()).minus(Usd.ofNanos(1));

    assertThat(rig.fail(pinned().maxCost(justTooLittle)).reason()).isEqualTo(Reason.NO_ROUTE);
  }

  @Test
  void generate_smallerImage_isNotKeptAsTheOneAskedFor() {
    Usd most = most(new Rig("1", FakeProvider.openAi()), pinned());
    Rig rig =
        new Rig(
            "1",
            List.of(openAi),
            builder ->
                builder.cache(
                    InMemoryImageCache.create(1 << 20, Duration.ofHours(1), System::nanoTime)));
    ImageRequest.Builder small = pinned().smallerAllowed(true).maxCost(most.minus(Usd.ofNanos(1)));

    assertThat(rig.succeed(small).receipt().cache()).isEqualTo(CacheOutcome.MISS);
    assertThat(rig.succeed(pinned()).receipt().cache()).isEqualTo(CacheOutcome.MISS);
    assertThat(rig.succeed(pinned()).receipt().cache()).isEqualTo(CacheOutcome.HIT);
  }

  @Test
  void generate_budgetReachesOnlyBelowTheFloor_isRefused() {
    Usd medium = most(new Rig("1", FakeProvider.openAi()), pinned().quality(Quality.MEDIUM));
    Rig rig = new Rig(medium.toString(), openAi);
    ImageRequest.Builder finest = request().tier(Tier.FINAL);

    assertThat(rig.fail(finest.qualityFloor(Quality.HIGH)).reason())
        .isEqualTo(Reason.BUDGET_EXCEEDED);
    Receipt receipt = rig.succeed(finest.qualityFloor(Quality.MEDIUM)).receipt();
    assertThat(receipt.quality()).isEqualTo(Quality.MEDIUM);
    assertThat(receipt.asked().tier()).isEqualTo(Tier.FINAL);
  }

  @Test
  void generate_ladderNamesADeadModel_warnsInTheDecision() {
    FakeProvider provider = new FakeProvider("openai", "openai", "gpt-image-1", "gpt-image-2");
    Ladder ladder =
        Ladder.builder()
            .rung(Tier.DRAFT, new Step("gpt-image-1", Quality.LOW))
            .rung(Tier.DRAFT, new Step("gpt-image-2", Quality.LOW))
            .build();
    Rig rig =
        new Rig(
            "1",
            List.of(provider),
            builder -> builder.policy(RoutingPolicy.builder().ladder(ladder).build()));

    Receipt receipt = rig.succeed(request().tier(Tier.DRAFT)).receipt();

    assertThat(receipt.model()).isEqualTo("gpt-image-2");
    assertThat(receipt.steppedDown()).as("the best that is alive").isFalse();
    assertThat(rig.router.decision(receipt.decisionId()).orElseThrow().warnings())
        .singleElement()
        .asString()
        .contains("the ladder names gpt-image-1@low", "was shut down on openai on 2026-10-23");
  }

  @Test
  void generate_regionsOrPromisesDemanded_goesOnlyWhereTheyAreDeclared() {
    azure.declare(more -> more.regions(Set.of("eu")).dataRules(Set.of(DataRule.NO_TRAINING)));
    FakeProvider wide = new FakeProvider("wide", "openai", "gpt-image-2");
    wide.declare(more -> more.regions(Set.of("eu", "us")));
    Rig rig = new Rig("10", openAi, wide, azure);

    for (int i = 0; i < 6; i++) {
      rig.succeed(pinned().regions(Set.of("eu")));
      rig.succeed(pinned().dataRules(Set.of(DataRule.NO_TRAINING)));
    }

    assertThat(azure.calls).hasSize(12);
    rig.succeed(pinned().regions(Set.of("eu", "us")).providers(Set.of("wide")));
    assertThat(wide.calls).hasSize(1);
    assertThat(rig.fail(pinned().dataRules(Set.of(DataRule.NO_RETENTION))))
        .hasMessageContaining("azure gpt-image-2: is not declared to promise no-retention");
    assertThat(rig.fail(pinned().regions(Set.of("ch"))))
        .hasMessageContaining("openai gpt-image-2: declares no region; allowed: ch")
        .hasMessageContaining("may serve it from eu, us");
  }

  @Test
  void generate_regionsAndPromisesOfThePolicy_holdForEveryRequest() {
    azure.declare(more -> more.regions(Set.of("eu")));
    RoutingPolicy policy = RoutingPolicy.builder().regions(Set.of("eu", "ch")).build();
    Rig rig = new Rig("1", List.of(openAi, azure), builder -> builder.policy(policy));

    assertThat(rig.succeed(pinned()).receipt().provider()).isEqualTo("azure");
    assertThat(rig.fail(pinned().regions(Set.of("us"))).reason()).isEqualTo(Reason.NO_ROUTE);
  }

  @Test
  void generate_sameRungFailedEverywhereElse_triesARouteAgainOnlyThen() {
    openAi.behaviour = SteppingDownTest::fail;
    azure.behaviour = SteppingDownTest::fail;
    Rig rig = new Rig("1", openAi, azure);

    RoutingException failure = rig.fail(pinned());

    assertThat(failure.reason()).isIn(Reason.PROVIDER_FAILED, Reason.THROTTLED);
    assertThat(rig.events(RouterEvent.AttemptEnded.class).stream().limit(2))
        .extracting(RouterEvent.AttemptEnded::provider)
        .containsExactlyInAnyOrder("openai", "azure");
  }

  @Test
  void generate_preferenceThatThrows_servesByTheObjectiveAndWarns() {
    RoutingPolicy policy =
        RoutingPolicy.builder()
            .preference(
                prospect -> {
                  throw new IllegalStateException("no idea");
                })
            .build();
    Rig rig = new Rig("1", List.of(openAi), builder -> builder.policy(policy));

    Receipt receipt = rig.succeed(pinned()).receipt();

    assertThat(rig.router.decision(receipt.decisionId()).orElseThrow().warnings())
        .containsExactly("the preference threw IllegalStateException, so the objective decided");
  }

  private static Future<ProviderAnswer> fail(ProviderCall call) {
    return Future.failedFuture(ProviderFailure.of(Kind.SERVER_ERROR).build("no"));
  }

  private static ImageRequest.Builder pinned() {
    return request().model("gpt-image-2").quality(Quality.HIGH);
  }

  private static Usd most(Rig rig, ImageRequest.Builder request) {
    return rig.router.estimate(request.build()).offers().get(0).quote().most();
  }
}

package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cache.InMemoryImageCache;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ImageResult;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Tier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedRequestsTest {
  private final FakeProvider openAi = FakeProvider.openAi();

  @Test
  void generate_imageMadeBefore_costsNothing() {
    Rig rig = rig("1");
    rig.succeed(request().model("gpt-image-2"));
    Usd spent = rig.budget().spent();

    ImageResult hit = rig.succeed(request().model("gpt-image-2"));

    assertThat(hit.receipt().cache()).isEqualTo(CacheOutcome.HIT);
    assertThat(hit.receipt().cost()).isEqualTo(Usd.ZERO);
    assertThat(hit.receipt().attempts()).isZero();
    assertThat(rig.budget().spent()).isEqualTo(spent);
    assertThat(openAi.calls).hasSize(1);
  }

  @Test
  void generate_imageMadeForAPin_satisfiesATierThatWouldTakeIt() {
    Rig rig = rig("1");
    rig.succeed(request().model("gpt-image-2").quality(Quality.MEDIUM));

    assertThat(rig.succeed(request().tier(Tier.STANDARD)).receipt().cache())
        .isEqualTo(CacheOutcome.HIT);
  }

  @Test
  void generate_imageOfALowerRung_doesNotSatisfyTheBestOne() {
    openAi.behaviour = call -> FakeProvider.images(call, new Usage(10, 0, 1756, 0));
    Rig rig = rig("0.25");
    rig.succeed(request().model("gpt-image-2").quality(Quality.MEDIUM));

    ImageResult result = rig.succeed(request().tier(Tier.FINAL));

    assertThat(result.receipt().cache()).isEqualTo(CacheOutcome.MISS);
  }

  @Test
  void generate_newImageWanted_isBought() {
    Rig rig = rig("1");
    rig.succeed(request().model("gpt-image-2"));

    assertThat(rig.succeed(request().model("gpt-image-2").cached(false)).receipt().cache())
        .isEqualTo(CacheOutcome.OFF);
    assertThat(openAi.calls).hasSize(2);
  }

  @Test
  void generate_equalRequestInFlight_isJoinedAndPaidOnce() {
    Promise<ProviderAnswer> pending = Promise.promise();
    openAi.behaviour = call -> pending.future();
    Rig rig = rig("1");
    Future<ImageResult> first = rig.router.generate(request().model("gpt-image-2").build());
    Future<ImageResult> second = rig.router.generate(request().model("gpt-image-2").build());

    pending.complete(
        FakeProvider.answer(openAi.calls.get(0), FakeProvider.USAGE)
            .newBuilder()
            .dropped(List.of("seed"))
            .build());

    assertThat(first.result().receipt().cache()).isEqualTo(CacheOutcome.MISS);
    assertThat(first.result().receipt().dropped()).containsExactly("seed");
    assertThat(second.result().receipt().dropped()).containsExactly("seed");
    assertThat(second.result().receipt().cache()).isEqualTo(CacheOutcome.JOINED);
    assertThat(second.result().receipt().cost()).isEqualTo(Usd.ZERO);
    assertThat(second.result().images()).isEqualTo(first.result().images());
    assertThat(rig.budget().spent()).isEqualTo(first.result().receipt().cost());
    assertThat(rig.events(RouterEvent.Finished.class)).hasSize(2);
  }

  @Test
  void generate_joinedRequestFails_eachHasItsOwnRecord() {
    Promise<ProviderAnswer> pending = Promise.promise();
    openAi.behaviour = call -> pending.future();
    Rig rig = rig("1");
    Future<ImageResult> first = rig.router.generate(request().model("gpt-image-2").build());
    Future<ImageResult> second = rig.router.generate(request().model("gpt-image-2").build());

    pending.fail(ProviderFailure.of(Kind.PROMPT_REFUSED).build("no"));

    assertThat(Rig.failure(first)).isEqualTo(Rig.failure(second));
    assertThat(rig.router.decisions()).hasSize(2);
  }

  private Rig rig(String limit) {
    return new Rig(
        limit,
        List.of(openAi),
        builder ->
            builder.cache(
                InMemoryImageCache.create(1 << 20, Duration.ofHours(1), System::nanoTime)));
  }
}

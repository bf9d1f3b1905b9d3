package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cache.InMemoryImageCache;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.OutputFormat;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PartialImagesTest {
  private final FakeProvider openAi =
      FakeProvider.openAi()
          .declare(more -> more.honoured(Set.of(Parameter.PARTIAL_IMAGES, Parameter.SIZE)));
  private final List<PartialImage> seen = new ArrayList<>();

  @Test
  void generate_partialImagesAsked_passesThemOnBeforeTheResult() {
    Promise<ProviderAnswer> pending = Promise.promise();
    openAi.behaviour = call -> pending.future();
    Rig rig = rig();
    Future<ImageResult> result = rig.router.generate(streamed(2), seen::add);

    ProviderCall call = openAi.calls.get(0);
    call.partials().accept(partial(0));
    call.partials().accept(partial(1));

    assertThat(seen).extracting(PartialImage::index).containsExactly(0, 1);
    assertThat(result.isComplete()).isFalse();
    pending.complete(FakeProvider.answer(call, FakeProvider.USAGE));
    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void generate_listenerOfPartialImagesThrows_theRequestSucceeds() {
    openAi.behaviour =
        call -> {
          call.partials().accept(partial(0));
          call.partials().accept(partial(1));
          return FakeProvider.images(call, FakeProvider.USAGE);
        };

    Future<ImageResult> result =
        rig()
            .router
            .generate(
                streamed(2),
                partial -> {
                  seen.add(partial);
                  throw new IllegalStateException("listener bug");
                });

    assertThat(result.succeeded()).isTrue();
    assertThat(seen).hasSize(2);
  }

  @Test
  void generate_firstCallFailsHalfWay_streamsAgain() {
    openAi.behaviour =
        call -> {
          call.partials().accept(partial(0));
          return openAi.calls.size() == 1
              ? Future.failedFuture(ProviderFailure.of(Kind.SERVER_ERROR).build("HTTP 500"))
              : FakeProvider.images(call, FakeProvider.USAGE);
        };

    assertThat(rig().router.generate(streamed(1), seen::add).succeeded()).isTrue();
    assertThat(seen).extracting(PartialImage::index).containsExactly(0, 0);
  }

  @Test
  void generate_equalRequestsInFlight_areNotJoinedButServedFromTheCacheLater() {
    Promise<ProviderAnswer> pending = Promise.promise();
    openAi.behaviour = call -> pending.future();
    Rig rig = rig();
    Future<ImageResult> first = rig.router.generate(streamed(1), seen::add);
    Future<ImageResult> second = rig.router.generate(streamed(1), seen::add);
    assertThat(openAi.calls).hasSize(2);

    pending.complete(FakeProvider.answer(openAi.calls.get(0), FakeProvider.USAGE));

    assertThat(first.result().receipt().cache()).isEqualTo(CacheOutcome.MISS);
    assertThat(second.result().receipt().cache()).isEqualTo(CacheOutcome.MISS);
    assertThat(rig.router.generate(streamed(1), seen::add).result().receipt().cache())
        .isEqualTo(CacheOutcome.HIT);
    assertThat(openAi.calls).hasSize(2);
  }

  @Test
  void generate_severalImagesStreamed_eachIsACallOfItsOwn() {
    Rig rig = rig();

    ImageResult result =
        rig.router.generate(streamed(1).newBuilder().n(3).build(), seen::add).result();

    assertThat(openAi.calls).hasSize(3).allMatch(call -> call.request().n() == 1);
    assertThat(result.images()).hasSize(3);
  }

  private Rig rig() {
    return new Rig(
        "10",
        List.of(openAi),
        builder ->
            builder.cache(
                InMemoryImageCache.create(1 << 20, Duration.ofHours(1), System::nanoTime)));
  }

  private static ImageRequest streamed(int partialImages) {
    return request().model("gpt-image-2").partialImages(partialImages).build();
  }

  private static PartialImage partial(int index) {
    return new PartialImage(index, Buffer.buffer("unfinished"), OutputFormat.PNG);
  }
}

package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.image.ImageResult;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Quota;
import dev.halftone.image.RateLimit;
import dev.halftone.router.RoutingException.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Routes that have reached a limit, are full, or behind an open breaker. */
class RouteLimitsTest {
  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();

  @Test
  void generate_quotaUsedUp_waitsUntilThereIsRoom() {
    openAi.declare(more -> more.quota(new Quota(null, 2L, null, null)));
    Rig rig = new Rig("10", openAi);
    rig.succeed(request().model("gpt-image-2").n(2));
    rig.time.advance(Duration.ofSeconds(50));

    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").build());
    rig.time.advance(Duration.ofSeconds(10));
    assertThat(result.isComplete()).isFalse();
    rig.time.advance(Duration.ofSeconds(1));

    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void generate_quotaUsedUpForLongerThanItsPatience_saysWhichAndForHowLong() {
    openAi.declare(more -> more.quota(new Quota(null, 5L, null, null)));
    Rig rig = new Rig("10", openAi);
    rig.succeed(request().model("gpt-image-2").n(5));

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(failure)
        .hasMessageContaining("images per minute used up: 0 of 5 left for 61000 ms, 1 asked");
    assertThat(failure.comeBackIn()).isEqualTo(Duration.ofSeconds(61));
    assertThat(openAi.calls).hasSize(1);
  }

  @Test
  void generate_moreThanTheQuotaItself_isExcludedForGood() {
    openAi.declare(more -> more.quota(new Quota(null, 5L, null, null)));
    Rig rig = new Rig("10", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2").n(9));

    assertThat(failure.reason()).isEqualTo(Reason.NO_ROUTE);
    assertThat(failure).hasMessageContaining("asks 9 images, more than the 5 a minute");
  }

  @Test
  void generate_providerSaidNothingIsLeft_goesElsewhereUntilTheReset() {
    openAi.behaviour =
        call ->
            Future.succeededFuture(
                FakeProvider.answer(call, FakeProvider.USAGE)
                    .newBuilder()
                    .limits(
                        List.of(
                            new RateLimit(RateLimit.Kind.REQUESTS, 10, 0, Duration.ofSeconds(12))))
                    .build());
    Rig rig = new Rig("10", openAi);
    rig.succeed(request().model("gpt-image-2"));
    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").build());

    rig.time.advance(Duration.ofMillis(11_999));
    assertThat(openAi.calls).hasSize(1);
    rig.time.advance(Duration.ofMillis(1));

    assertThat(result.succeeded()).isTrue();
  }

  @Test
  void generate_failureTellsItsLimits_theyCountToo() {
    openAi.behaviour =
        call ->
            Future.failedFuture(
                ProviderFailure.of(Kind.SERVER_ERROR)
                    .limits(
                        List.of(
                            new RateLimit(RateLimit.Kind.IMAGES, 10, 0, Duration.ofSeconds(60))))
                    .build("HTTP 500"));
    Rig rig = new Rig("10", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure).hasMessageContaining("images per minute used up: 0 of 10");
    assertThat(openAi.calls).hasSize(1);
  }

  @Test
  void generate_equalRoutesOneNearlyUsedUp_prefersTheOther() {
    openAi.declare(more -> more.quota(new Quota(null, 30L, null, null)));
    Rig rig = new Rig("100", openAi, azure);
    for (int n : List.of(10, 10, 8)) {
      rig.succeed(request().model("gpt-image-2").n(n).providers(Set.of("openai")));
    }
    int before = openAi.calls.size();

    rig.succeed(request().model("gpt-image-2"));

    assertThat(openAi.calls).hasSize(before);
    assertThat(azure.calls).hasSize(1);
  }

  @Test
  void generate_routeFull_waitsForACallToEnd() {
    openAi.declare(more -> more.maxInFlight(1));
    List<Promise<ProviderAnswer>> pending = new ArrayList<>();
    openAi.behaviour =
        call -> {
          pending.add(Promise.promise());
          return pending.get(pending.size() - 1).future();
        };
    Rig rig = new Rig("10", openAi);
    Future<ImageResult> first = rig.router.generate(request().model("gpt-image-2").build());
    Future<ImageResult> second = rig.router.generate(request().model("gpt-image-2").build());
    rig.time.advance(Duration.ofSeconds(5));
    assertThat(openAi.calls).hasSize(1);

    pending.get(0).complete(FakeProvider.answer(openAi.calls.get(0), FakeProvider.USAGE));
    rig.time.advance(Duration.ofSeconds(2));

    assertThat(first.succeeded()).isTrue();
    assertThat(openAi.calls).hasSize(2);
    pending.get(1).complete(FakeProvider.answer(openAi.calls.get(1), FakeProvider.USAGE));
    assertThat(second.succeeded()).isTrue();
    assertThat(rig.router.decisions().get(1).explain()).contains("0 of at most 1");
  }

  @Test
  void generate_routeFullForTooLong_isThrottledAndSaysSo() {
    openAi.declare(more -> more.maxInFlight(1));
    openAi.behaviour = call -> Promise.<ProviderAnswer>promise().future();
    Rig rig = new Rig("10", openAi);
    var unused = rig.router.generate(request().model("gpt-image-2").build());
    Future<ImageResult> second = rig.router.generate(request().model("gpt-image-2").build());

    rig.time.advance(Duration.ofSeconds(16));

    assertThat(Rig.failure(second).reason()).isEqualTo(Reason.THROTTLED);
    assertThat(second.cause()).hasMessageContaining("full: 1 of at most 1 calls in flight");
  }

  @Test
  void generate_threeFaults_breakerKeepsCallsOffAndOneTrialClosesIt() {
    openAi.behaviour =
        call ->
            openAi.calls.size() <= 3
                ? Future.failedFuture(ProviderFailure.of(Kind.SERVER_ERROR).build("HTTP 500"))
                : FakeProvider.images(call, FakeProvider.USAGE);
    Rig rig = new Rig("10", openAi);
    rig.fail(request().model("gpt-image-2"));
    assertThat(rig.router.routes().get(0).breaker()).isEqualTo(BreakerState.OPEN);

    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").n(1).build());
    assertThat(openAi.calls).hasSize(3);
    rig.time.advance(Duration.ofMillis(1_001));

    assertThat(result.succeeded()).isTrue();
    assertThat(rig.router.routes().get(0).breaker()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void metrics_routes_arePublishedUnderTheNamesOfTheContract() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    openAi.declare(more -> more.quota(new Quota(10L, null, null, null)));
    openAi.behaviour =
        call ->
            openAi.calls.size() == 1
                ? FakeProvider.images(call, FakeProvider.USAGE)
                : Future.failedFuture(ProviderFailure.of(Kind.SERVER_ERROR).build("HTTP 500"));
    Rig rig = new Rig("10", openAi, azure);
    RouterMetrics.bind(registry).watch(rig.router);
    rig.succeed(request().model("gpt-image-2").providers(Set.of("openai")));
    var unused =
        rig.router.generate(request().model("gpt-image-2").providers(Set.of("openai")).build());

    assertThat(
            registry
                .get("halftone.ratelimit.remaining")
                .tags("provider", "openai", "model", "gpt-image-2", "kind", "requests")
                .gauge()
                .value())
        .isEqualTo(7);
    assertThat(
            registry
                .get("halftone.ratelimit.remaining")
                .tags("provider", "azure", "kind", "images")
                .gauge()
                .value())
        .isNaN();
    assertThat(registry.get("halftone.breaker.state").tag("provider", "openai").gauge().value())
        .isEqualTo(2);
    assertThat(registry.get("halftone.breaker.state").tag("provider", "azure").gauge().value())
        .isZero();
  }
}

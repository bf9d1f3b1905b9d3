package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Quality;
import dev.halftone.image.ImageResult;
import dev.halftone.image.Objective;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The whole router in virtual time: what it learns changes where requests go. */
class LearningTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();
  private final Rig rig = new Rig("1000", openAi, azure);

  @Test
  void generate_answersTakeTheirTime_theForecastFollows() {
    answersAfter(openAi, Duration.ofSeconds(40));
    long declared = forecastNanos();
    for (int i = 0; i < 30; i++) {
      serve("openai");
    }

    assertThat(forecastNanos()).isBetween(36_000_000_000L, 41_000_000_000L);
    assertThat(declared).isLessThan(20_000_000_000L);
  }

  @Test
  void generate_fastInOneClass_isTakenForFastInAnother() {
    answersAfter(openAi, Duration.ofSeconds(12));
    answersAfter(azure, Duration.ofSeconds(3));
    for (int i = 0; i < 20; i++) {
      serve("openai");
      serve("azure");
    }

    assertThat(forecastNanos("azure", Quality.HIGH))
        .isLessThan(forecastNanos("openai", Quality.HIGH) / 2);
  }

  @Test
  void generate_fastest_goesToTheFasterAndLeavesItWhenItHangs() {
    answersAfter(openAi, Duration.ofSeconds(10));
    answersAfter(azure, Duration.ofSeconds(20));
    for (int i = 0; i < 20; i++) {
      serve("openai");
      serve("azure");
    }
    assertThat(fastest()).isEqualTo("openai");

    openAi.behaviour = call -> Promise.<ProviderAnswer>promise().future();
    var hung = rig.router.generate(request().providers(Set.of("openai")).build());
    rig.time.advance(Duration.ofSeconds(60));

    assertThat(fastest()).isEqualTo("azure");
    assertThat(hung.isComplete()).isFalse();
  }

  @Test
  void generate_serverErrorAsksToWait_isNotAskedBefore() {
    failOnce(openAi, Kind.SERVER_ERROR, Duration.ofSeconds(30));
    rig.succeed(request().model("gpt-image-2"));
    int before = openAi.calls.size();
    Future<ImageResult> result =
        rig.router.generate(
            request().model("gpt-image-2").prompt("other").providers(Set.of("openai")).build());

    assertThat(Rig.failure(result).reason()).isEqualTo(Reason.THROTTLED);
    assertThat(openAi.calls).hasSize(before);
    rig.time.advance(Duration.ofSeconds(30));
    serve("openai");
  }

  @Test
  void generate_allBreakersOpen_triesHalfOfTheRoutesBeforeTheirTime() {
    open(openAi);
    open(azure);
    openAi.behaviour = call -> FakeProvider.images(call, FakeProvider.USAGE);
    azure.behaviour = openAi.behaviour;

    ImageResult result = rig.succeed(request().model("gpt-image-2"));

    assertThat(result.images()).hasSize(1);
    assertThat(rig.router.routes().stream().map(RouteState::breaker))
        .containsExactlyInAnyOrder(BreakerState.CLOSED, BreakerState.OPEN);
  }

  @Test
  void generate_onlyRouteIsOutForLongerThanPatience_triesItRatherThanFail() {
    openForAMinute(openAi);
    openAi.behaviour = call -> FakeProvider.images(call, FakeProvider.USAGE);

    rig.succeed(request().model("gpt-image-2").providers(Set.of("openai")));

    assertThat(rig.router.routes().get(0).breaker()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void generate_coldRouteOfTheSamePrice_isTriedNowAndThen() {
    Rig first = new Rig("1000", openAi, azure);
    for (int i = 0; i < 100; i++) {
      first.succeed(request().model("gpt-image-2").prompt("number " + i));
    }

    assertThat(openAi.calls.size() + azure.calls.size()).isEqualTo(100);
    assertThat(Math.min(openAi.calls.size(), azure.calls.size())).isPositive();
  }

  @Test
  void generate_oneOddRetryAfter_doesNotLeaveACallInFlight() {
    failOnce(openAi, Kind.RATE_LIMITED, Duration.ofSeconds(Long.MAX_VALUE));

    rig.succeed(request().model("gpt-image-2"));

    assertThat(rig.router.routes()).allMatch(route -> route.inFlight() == 0);
  }

  private String fastest() {
    RouterEvent.AttemptStarted started = lastStart();
    Future<ImageResult> result =
        rig.router.generate(request().model("gpt-image-2").objective(Objective.FASTEST).build());
    assertThat(lastStart()).isNotSameAs(started);
    String provider = lastStart().provider();
    rig.time.advance(LONG.dividedBy(5));
    assertThat(result.succeeded()).isTrue();
    return provider;
  }

  private RouterEvent.AttemptStarted lastStart() {
    List<RouterEvent.AttemptStarted> all = rig.events(RouterEvent.AttemptStarted.class);
    return all.get(all.size() - 1);
  }

  private long forecastNanos() {
    return forecastNanos("openai", Quality.MEDIUM);
  }

  private long forecastNanos(String provider, Quality quality) {
    return rig
        .router
        .estimate(request().model("gpt-image-2").quality(quality).build())
        .offers()
        .stream()
        .filter(offer -> offer.provider().equals(provider))
        .findFirst()
        .orElseThrow()
        .forecastNanos();
  }

  private void serve(String provider) {
    Future<ImageResult> result =
        rig.router.generate(request().model("gpt-image-2").providers(Set.of(provider)).build());
    rig.time.advance(LONG);
    assertThat(result.succeeded()).isTrue();
  }

  private void answersAfter(FakeProvider provider, Duration latency) {
    provider.behaviour =
        call -> {
          Promise<ProviderAnswer> promise = Promise.promise();
          rig.time.schedule(
              latency.toNanos(),
              () -> promise.complete(FakeProvider.answer(call, FakeProvider.USAGE)));
          return promise.future();
        };
  }

  private static Future<ProviderAnswer> failure(Kind kind) {
    return Future.failedFuture(ProviderFailure.of(kind).build("no"));
  }

  private static void failOnce(FakeProvider provider, Kind kind, Duration comeBackIn) {
    int before = provider.calls.size();
    provider.behaviour =
        call ->
            provider.calls.size() > before + 1
                ? FakeProvider.images(call, FakeProvider.USAGE)
                : Future.failedFuture(
                    ProviderFailure.of(kind).comeBackIn(comeBackIn).build("come back later"));
  }

  private void open(FakeProvider provider) {
    provider.behaviour = call -> failure(Kind.SERVER_ERROR);
    rig.fail(request().model("gpt-image-2").providers(Set.of(provider.name())));
  }

  private void openForAMinute(FakeProvider provider) {
    open(provider);
    for (int i = 0; i < 6; i++) {
      rig.time.advance(Duration.ofMillis((1_000L << i) + 1));
      var unused =
          rig.router.generate(
              request().model("gpt-image-2").providers(Set.of(provider.name())).build());
    }
  }
}

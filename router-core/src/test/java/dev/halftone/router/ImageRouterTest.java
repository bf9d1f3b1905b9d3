package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageResult;
import dev.halftone.image.InputImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Tier;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageRouterTest {
  private static final Usd MEDIUM_SQUARE = Usd.parse("0.052730");

  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();

  @Test
  void generate_answerWithUsage_settlesTheUsageAtTheCataloguesPrices() {
    Rig rig = new Rig("1", openAi);

    ImageResult result = rig.succeed(request().model("gpt-image-2"));

    // 10 text tokens at 5 $/M and 1756 image tokens at 30 $/M.
    assertThat(result.receipt().cost()).isEqualTo(MEDIUM_SQUARE);
    assertThat(result.receipt().cache()).isEqualTo(CacheOutcome.OFF);
    assertThat(rig.budget().spent()).isEqualTo(MEDIUM_SQUARE);
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
  }

  @Test
  void generate_providerSaysWhatItBilled_beatsOurArithmetic() {
    Usd billed = Usd.parse("0.060001");
    openAi.behaviour =
        call -> {
          ProviderAnswer answer = FakeProvider.answer(call, FakeProvider.USAGE);
          return Future.succeededFuture(answer.newBuilder().billed(billed).build());
        };
    Rig rig = new Rig("1", openAi);

    assertThat(rig.succeed(request().model("gpt-image-2")).receipt().cost()).isEqualTo(billed);
    assertThat(rig.budget().spent()).isEqualTo(billed);
  }

  @Test
  void generate_equalPrices_spreadsOverTheProviders() {
    Promise<ProviderAnswer> pending = Promise.promise();
    openAi.behaviour = call -> pending.future();
    azure.behaviour = call -> pending.future();
    Rig rig = new Rig("10", openAi, azure);
    for (int i = 0; i < 10; i++) {
      var unused = rig.router.generate(request().model("gpt-image-2").build());
    }

    assertThat(openAi.calls).hasSize(5);
    assertThat(azure.calls).hasSize(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {
        "NEVER_SENT",
        "RATE_LIMITED",
        "OVERLOADED",
        "SERVER_ERROR",
        "OUT_OF_MONEY",
        "UNAUTHORIZED",
        "BLOCKED",
        "NOT_FOUND"
      })
  void generate_failureThatCostNothing_goesOnElsewhereAndReleasesTheHold(Kind kind) {
    openAi.behaviour = call -> Future.failedFuture(ProviderFailure.of(kind).build("no"));
    Rig rig = new Rig("1", openAi, azure);

    ImageResult result = rig.succeed(request().model("gpt-image-2").providers(Set.of()));

    assertThat(result.receipt().provider()).isEqualTo("azure");
    assertThat(rig.budget().spent()).isEqualTo(MEDIUM_SQUARE);
    assertThat(rig.budget().committed()).isEqualTo(MEDIUM_SQUARE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"PROMPT_REFUSED", "BAD_REQUEST"})
  void generate_requestRefused_isNotTriedElsewhere(Kind kind) {
    openAi.behaviour = call -> Future.failedFuture(ProviderFailure.of(kind).build("no"));
    azure.behaviour = openAi.behaviour;
    Rig rig = new Rig("1", openAi, azure);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason())
        .isEqualTo(kind == Kind.BAD_REQUEST ? Reason.BAD_REQUEST : Reason.PROMPT_REFUSED);
    assertThat(openAi.calls.size() + azure.calls.size()).isEqualTo(1);
    assertThat(rig.budget().committed()).isEqualTo(Usd.ZERO);
  }

  @Test
  void generate_attemptsUsedUp_givesUpAndSaysSo() {
    openAi.behaviour =
        call -> Future.failedFuture(ProviderFailure.of(Kind.SERVER_ERROR).build("HTTP 500"));
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_FAILED);
    assertThat(failure).hasMessageContaining("HTTP 500").hasMessageContaining("3 attempts");
    assertThat(openAi.calls).hasSize(3);
  }

  @Test
  void generate_onlyRouteIsRateLimited_waitsAsLongAsItSays() {
    openAi.behaviour =
        call ->
            openAi.calls.size() == 1
                ? Future.failedFuture(
                    ProviderFailure.of(Kind.RATE_LIMITED)
                        .comeBackIn(Duration.ofSeconds(12))
                        .build("HTTP 429"))
                : FakeProvider.images(call, FakeProvider.USAGE);
    Rig rig = new Rig("1", openAi);
    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").build());

    rig.time.advance(Duration.ofMillis(11_999));
    assertThat(result.isComplete()).isFalse();
    rig.time.advance(Duration.ofMillis(1));

    assertThat(result.result().receipt().attempts()).isEqualTo(2);
  }

  @Test
  void generate_restLongerThanItsPatience_failsAsThrottledAndSaysWhenToComeBack() {
    openAi.behaviour =
        call ->
            Future.failedFuture(
                ProviderFailure.of(Kind.RATE_LIMITED)
                    .comeBackIn(Duration.ofSeconds(60))
                    .build("HTTP 429"));
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(failure.comeBackIn()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void generate_budgetTooSmallForTheBestRung_stepsDown() {
    openAi.behaviour = call -> FakeProvider.images(call, new Usage(10, 0, 1756, 0));
    Rig rig = new Rig("0.10", openAi);

    ImageResult result = rig.succeed(request().tier(Tier.FINAL));

    assertThat(result.receipt().quality()).isEqualTo(Quality.MEDIUM);
    assertThat(result.receipt().stepsDown()).isPositive();
    assertThat(rig.events(RouterEvent.BudgetRefused.class)).hasSize(1);
    assertThat(rig.router.decision(result.receipt().decisionId()).orElseThrow().explain())
        .contains("refused by a budget")
        .contains("chosen");
  }

  @Test
  void generate_budgetTooSmallForTheLastRung_refusesWithEveryFigure() {
    Rig rig = new Rig("0.01", openAi);

    RoutingException failure = rig.fail(request().tier(Tier.FINAL));

    assertThat(failure.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
    assertThat(failure)
        .hasMessageContaining("team:growth")
        .hasMessageContaining("limit of $0.010000")
        .hasMessageContaining("spent $0.000000")
        .hasMessageContaining("asked $0.0527");
    assertThat(openAi.calls).isEmpty();
  }

  @Test
  void generate_pinnedModelAndQuality_isNeverSteppedDown() {
    Rig rig = new Rig("0.10", openAi);

    assertThat(rig.fail(request().model("gpt-image-2").quality(Quality.HIGH)).reason())
        .isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void generate_maxCostBelowEveryRoute_isNoRouteAndNamesBothFigures() {
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2").maxCost(Usd.parse("0.02")));

    assertThat(failure.reason()).isEqualTo(Reason.NO_ROUTE);
    assertThat(failure).hasMessageContaining("0.020000").hasMessageContaining("0.0527");
  }

  @Test
  void generate_illegalSize_namesTheNearestLegalOne() {
    Rig rig = new Rig("1", openAi, azure);

    RoutingException failure =
        rig.fail(request().model("gpt-image-2").size(new ImageSize(1920, 1080)));

    assertThat(failure.reason()).isEqualTo(Reason.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("1920x1080").hasMessageContaining("1920x1088");
  }

  @Test
  void generate_unknownModel_isBadInput() {
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-imag-2"));

    assertThat(failure.reason()).isEqualTo(Reason.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("gpt-imag-2").hasMessageContaining("gpt-image-2");
  }

  @Test
  void generate_scopeWithoutABudget_isBadInputAndNothingIsSent() {
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2").charge("team:grwoth"));

    assertThat(failure.reason()).isEqualTo(Reason.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("team:grwoth");
    assertThat(openAi.calls).isEmpty();
  }

  @Test
  void generate_ledgerFails_sendsNothing() {
    BudgetLedger broken =
        (BudgetLedger)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BudgetLedger.class},
                (proxy, method, args) -> Future.failedFuture("disk full"));
    Rig rig = new Rig("1", List.of(openAi), builder -> builder.ledger(broken));

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason()).isEqualTo(Reason.LEDGER_FAILED);
    assertThat(openAi.calls).isEmpty();
  }

  @Test
  void generate_thinkingThatTheRouteCannotServe_isReportedOrRefused() {
    Rig lenient = new Rig("1", openAi);
    assertThat(
            lenient
                .succeed(request().model("gpt-image-2").thinking(Thinking.HIGH))
                .receipt()
                .dropped())
        .containsExactly("thinking");

    Rig strict =
        new Rig(
            "1",
            List.of(FakeProvider.openAi()),
            builder -> builder.policy(RoutingPolicy.builder().strict(true).build()));
    assertThat(strict.fail(request().model("gpt-image-2").thinking(Thinking.HIGH)))
        .hasMessageContaining("would drop thinking");
  }

  @Test
  void generate_parametersThatTheProviderSaysItLost_areReportedOnce() {
    openAi.behaviour =
        call ->
            Future.succeededFuture(
                FakeProvider.answer(call, FakeProvider.USAGE)
                    .newBuilder()
                    .dropped(List.of("seed", "thinking", "seed"))
                    .build());
    openAi.declare(more -> more.imagesPerCall(1));

    ImageResult result =
        new Rig("1", openAi).succeed(request().model("gpt-image-2").thinking(Thinking.HIGH).n(2));

    assertThat(openAi.calls).hasSize(2);
    assertThat(result.receipt().dropped()).containsExactly("thinking", "seed");
  }

  @Test
  void generate_parameterThatIsHonouredOutsideEditsOnly_isDroppedFromEdits() {
    FakeProvider current =
        new FakeProvider("openai", "openai", "gpt-image-2.6-flare")
            .declare(more -> more.inputImages(1).honouredInEdits(Set.of(Parameter.SIZE)));
    byte[] png = {
      (byte) 0x89,
      'P',
      'N',
      'G',
      '\r',
      '\n',
      0x1A,
      '\n',
      0,
      0,
      0,
      13,
      'I',
      'H',
      'D',
      'R',
      0,
      0,
      0,
      9,
      0,
      0,
      0,
      9
    };
    Rig rig = new Rig("10", current);

    ImageResult result =
        rig.succeed(
            request()
                .model("gpt-image-2.6-flare")
                .thinking(Thinking.HIGH)
                .inputImages(List.of(InputImage.of(Buffer.buffer(png)))));

    assertThat(current.calls.get(0).thinking()).isEqualTo(Thinking.OFF);
    assertThat(result.receipt().dropped()).containsExactly("thinking");
    assertThat(current.capabilities().honouredInEdits()).containsExactly(Parameter.SIZE);
    assertThat(FakeProvider.openAi().capabilities().honouredInEdits())
        .isEqualTo(FakeProvider.openAi().capabilities().honoured());
  }

  @Test
  void generate_thinkingOnAModelThatTakesComplexity_isPassedOnAndNotDropped() {
    FakeProvider current = new FakeProvider("openai", "openai", "gpt-image-2.6-flare");
    Rig rig = new Rig("10", current);

    ImageResult result =
        rig.succeed(request().model("gpt-image-2.6-flare").thinking(Thinking.HIGH));

    assertThat(current.calls.get(0).thinking()).isEqualTo(Thinking.HIGH);
    assertThat(result.receipt().dropped()).isEmpty();
  }

  @Test
  void estimate_request_quotesEveryRouteCheapestFirstAndSendsNothing() {
    Rig rig = new Rig("1", openAi, azure);

    Estimate estimate = rig.router.estimate(request().tier(Tier.FINAL).build());

    assertThat(estimate.offers())
        .extracting(offer -> offer.quote().expected())
        .isSorted()
        .hasSize(4);
    assertThat(estimate.excluded()).isNotEmpty();
    assertThat(openAi.calls).isEmpty();
    assertThat(rig.budget().committed()).isEqualTo(Usd.ZERO);
  }

  @Test
  void build_twoProvidersOfOneName_isRefused() {
    assertThatThrownBy(() -> new Rig("1", openAi, FakeProvider.openAi()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'openai'");
  }
}

package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageResult;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import dev.halftone.router.RoutingException.Reason;
import dev.halftone.router.RoutingPolicy.UnknownCharge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that may have been billed: their money stays, and they are not sent again unasked. */
class UnknownChargeTest {
  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"TIMED_OUT", "CUT", "BAD_ANSWER"})
  void generate_outcomeUnknown_keepsTheMoneyAndDoesNotTryAgain(Kind kind) {
    cut(openAi, kind);
    cut(azure, kind);
    Rig rig = new Rig("1", openAi, azure);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason())
        .isEqualTo(kind == Kind.TIMED_OUT ? Reason.TIMED_OUT : Reason.PROVIDER_FAILED);
    assertThat(failure).hasMessageContaining("may have been billed");
    assertThat(failure.suspended()).isEqualTo(rig.budget().suspense());
    assertThat(rig.budget().suspense().isZero()).isFalse();
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
    assertThat(openAi.calls.size() + azure.calls.size()).isEqualTo(1);
  }

  @Test
  void generate_callerAllowsOneUnknown_triesOnceMoreAndNotTwice() {
    cut(openAi, Kind.CUT);
    cut(azure, Kind.CUT);
    Rig rig = new Rig("1", List.of(openAi, azure), UnknownChargeTest::once);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(openAi.calls.size() + azure.calls.size()).isEqualTo(2);
    assertThat(failure.suspended()).isEqualTo(rig.budget().suspense());
    assertThat(rig.ledger.suspended().result()).hasSize(2);
  }

  @Test
  void generate_secondAttemptServes_receiptStillShowsTheSuspense() {
    cut(openAi, Kind.CUT);
    Rig rig = new Rig("1", List.of(openAi), UnknownChargeTest::once);
    openAi.behaviour =
        call ->
            openAi.calls.size() == 1
                ? Future.failedFuture(ProviderFailure.of(Kind.CUT).build("cut"))
                : FakeProvider.images(call, FakeProvider.USAGE);

    ImageResult result = rig.succeed(request().model("gpt-image-2"));

    assertThat(result.receipt().suspended()).isEqualTo(rig.budget().suspense());
    assertThat(result.receipt().suspended().isZero()).isFalse();
  }

  @Test
  void generate_maxCost_countsWhatIsInSuspense() {
    cut(openAi, Kind.CUT);
    Rig rig = new Rig("1", List.of(openAi), UnknownChargeTest::once);

    RoutingException failure = rig.fail(request().model("gpt-image-2").maxCost(Usd.parse("0.08")));

    assertThat(openAi.calls).hasSize(1);
    assertThat(failure).hasMessageContaining("no route is left");
  }

  @Test
  void generate_failureThatWasBilled_settlesTheWholeHold() {
    openAi.behaviour =
        call ->
            Future.failedFuture(
                ProviderFailure.of(Kind.BAD_ANSWER)
                    .billed(Billed.YES)
                    .retry(Retry.UNSAFE)
                    .build("no images"));
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.suspended()).isEqualTo(Usd.ZERO);
    assertThat(rig.budget().spent().isZero()).isFalse();
  }

  @Test
  void generate_providerNeverEnds_isGivenUpAndALateAnswerResolvesTheSuspense() {
    Promise<ProviderAnswer> never = Promise.promise();
    openAi.behaviour = call -> never.future();
    Rig rig = new Rig("1", openAi);
    Future<ImageResult> result =
        rig.router.generate(
            request().model("gpt-image-2").deadline(Duration.ofSeconds(30)).build());

    rig.time.advance(Duration.ofSeconds(36));
    assertThat(Rig.failure(result).reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(rig.budget().suspense().isZero()).isFalse();

    never.complete(FakeProvider.answer(openAi.calls.get(0), FakeProvider.USAGE));
    assertThat(rig.budget().suspense()).isEqualTo(Usd.ZERO);
    assertThat(rig.budget().spent()).isEqualTo(Usd.parse("0.052730"));
  }

  @Test
  void generate_providerNeverEndsThenRefuses_givesTheMoneyBack() {
    Promise<ProviderAnswer> never = Promise.promise();
    openAi.behaviour = call -> never.future();
    Rig rig = new Rig("1", openAi);
    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").build());
    rig.time.advance(Duration.ofMinutes(4));
    assertThat(result.failed()).isTrue();

    never.fail(ProviderFailure.of(Kind.NEVER_SENT).build("no connection"));

    assertThat(rig.budget().committed()).isEqualTo(Usd.ZERO);
  }

  @Test
  void generate_providerThrows_countsAsUnknown() {
    openAi.behaviour =
        call -> {
          throw new IllegalStateException("bug");
        };
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure.reason()).isEqualTo(Reason.PROVIDER_FAILED);
    assertThat(rig.budget().suspense().isZero()).isFalse();
  }

  @Test
  void generate_answerThatCannotBePriced_failsAndKeepsTheMoney() {
    // More tokens than dollars can count: the sum overflows, which is a defect to survive.
    openAi.behaviour = call -> FakeProvider.images(call, new Usage(0, 0, Long.MAX_VALUE, 0));
    Rig rig = new Rig("1", openAi);

    RoutingException failure = rig.fail(request().model("gpt-image-2"));

    assertThat(failure).hasMessageContaining("ArithmeticException");
    assertThat(rig.budget().suspense().isZero()).isFalse();
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
    assertThat(rig.events(RouterEvent.Finished.class)).hasSize(1);
  }

  @Test
  void generate_answered_leavesNoTimerBehind() {
    Rig rig = new Rig("1", openAi);
    rig.succeed(request().model("gpt-image-2"));

    assertThat(rig.time.pending()).isZero();
  }

  private static ImageRouter.Builder once(ImageRouter.Builder builder) {
    return builder.policy(RoutingPolicy.builder().unknownCharge(UnknownCharge.ONCE).build());
  }

  private static void cut(FakeProvider provider, Kind kind) {
    provider.behaviour =
        call -> Future.failedFuture(ProviderFailure.of(kind).build("the connection ended"));
  }
}

package dev.halftone.router;

import static dev.halftone.router.Rig.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageResult;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.RoutingException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for more images than the provider makes in one call. */
class FanOutTest {
  private static final Usd ONE = Usd.parse("0.052730");

  private final FakeProvider openAi = FakeProvider.openAi().declare(more -> more.imagesPerCall(2));
  private final FakeProvider azure = FakeProvider.azure().declare(more -> more.imagesPerCall(1));

  @ParameterizedTest
  @CsvSource({"1, 10, '[1]'", "10, 10, '[10]'", "5, 2, '[2, 2, 1]'", "4, 2, '[2, 2]'"})
  void sizes_imagesAndCallSize_fillsCallsAndPutsTheRestLast(int n, int perCall, String sizes) {
    assertThat(Part.sizes(n, perCall)).hasToString(sizes);
  }

  @Test
  void generate_moreThanOneCallMakes_buysThemSideBySideEachUnderItsHold() {
    Map<String, Promise<ProviderAnswer>> pending = new TreeMap<>();
    openAi.behaviour =
        call -> pending.computeIfAbsent(call.attemptId(), id -> Promise.promise()).future();
    Rig rig = new Rig("10", openAi);
    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").n(5).build());
    assertThat(openAi.calls).extracting(call -> call.request().n()).containsExactly(2, 2, 1);
    assertThat(rig.budget().held()).isGreaterThan(ONE.times(4));

    // The last call answers first: the order of the images is still that of the calls.
    for (int i = 2; i >= 0; i--) {
      var call = openAi.calls.get(i);
      Objects.requireNonNull(pending.get(call.attemptId()))
          .complete(FakeProvider.answer(call, FakeProvider.USAGE));
    }

    assertThat(result.result().images())
        .extracting(image -> image.bytes().toString())
        .containsExactly(
            "image 0 of d-bb0f1798a3773418-1-1",
            "image 1 of d-bb0f1798a3773418-1-1",
            "image 0 of d-bb0f1798a3773418-1-2",
            "image 1 of d-bb0f1798a3773418-1-2",
            "image 0 of d-bb0f1798a3773418-1-3");
    assertThat(result.result().receipt().cost()).isEqualTo(ONE.times(3));
    assertThat(result.result().receipt().usage()).isEqualTo(new Usage(30, 0, 5268, 0));
    assertThat(result.result().receipt().attempts()).isEqualTo(3);
    assertThat(rig.budget().committed()).isEqualTo(ONE.times(3));
  }

  @Test
  void estimate_severalCalls_isTheSumOfTheirQuotesToTheNanoDollar() {
    Usd two = quoted(2);
    Usd one = quoted(1);

    assertThat(quoted(5)).isEqualTo(two.plus(two).plus(one));
  }

  private Usd quoted(int n) {
    return new Rig("1", openAi)
        .router
        .estimate(request().model("gpt-image-2").n(n).build())
        .offers()
        .get(0)
        .quote()
        .most();
  }

  @Test
  void generate_oneUsageNotTold_receiptTellsNone() {
    azure.behaviour =
        call ->
            FakeProvider.images(call, FakeProvider.USAGE)
                .map(
                    answer ->
                        azure.calls.size() == 2 ? answer.newBuilder().usage(null).build() : answer);

    ImageResult result = new Rig("10", azure).succeed(request().model("gpt-image-2").n(3));

    assertThat(result.receipt().usage()).isNull();
    assertThat(result.images()).hasSize(3);
  }

  @Test
  void generate_budgetHasRoomForSomePartsOnly_sendsNothingAndHoldsNothing() {
    Rig rig = new Rig("0.12", azure);

    RoutingException failure = rig.fail(request().model("gpt-image-2").n(4));

    assertThat(failure.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
    assertThat(azure.calls).isEmpty();
    assertThat(rig.budget().committed()).isEqualTo(Usd.ZERO);
  }

  @Test
  void generate_onePartFailsForFree_onlyItsImagesAreBoughtAgain() {
    failNth(azure, 2, Kind.SERVER_ERROR);
    Rig rig = new Rig("10", openAi, azure);

    ImageResult result = rig.succeed(request().model("gpt-image-2").n(4));

    // Small calls are forecast to be quicker, so the one that makes them comes first.
    assertThat(result.images()).hasSize(4);
    assertThat(azure.calls).hasSize(2);
    assertThat(openAi.calls).extracting(call -> call.request().n()).containsExactly(2, 1);
    assertThat(result.receipt().attempts()).isEqualTo(4);
    assertThat(result.receipt().provider()).isEqualTo("azure");
    assertThat(rig.budget().committed()).isEqualTo(result.receipt().cost());
  }

  @Test
  void generate_onePartMayHaveBeenBilled_succeedsWithFewerAndShowsTheSuspense() {
    failNth(azure, 2, Kind.CUT);
    Rig rig = new Rig("10", azure);

    ImageResult result = rig.succeed(request().model("gpt-image-2").n(3));

    // The part after the failed one went out before anybody knew, or was bought afterwards.
    assertThat(result.images()).hasSize(2);
    assertThat(result.receipt().suspended()).isEqualTo(rig.budget().suspense());
    assertThat(result.receipt().suspended().isZero()).isFalse();
    assertThat(result.receipt().cost()).isEqualTo(ONE.times(2));
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
    assertThat(rig.router.decisions().get(0).attempts())
        .extracting(Attempt::ending)
        .containsExactlyInAnyOrder("settled", "suspended", "settled");
  }

  @Test
  void generate_onePartIsRefused_keepsTheImagesThatWereBought() {
    failNth(azure, 2, Kind.PROMPT_REFUSED);

    ImageResult result = new Rig("10", azure).succeed(request().model("gpt-image-2").n(2));

    assertThat(result.images()).hasSize(1);
  }

  @Test
  void generate_everyPartFails_failsAsOneCallWould() {
    azure.behaviour =
        call -> Future.failedFuture(ProviderFailure.of(Kind.PROMPT_REFUSED).build("refused"));
    Rig rig = new Rig("10", azure);

    RoutingException failure = rig.fail(request().model("gpt-image-2").n(3));

    assertThat(failure.reason()).isEqualTo(Reason.PROMPT_REFUSED);
    // Fakes fail at once, so the others never went out.
    assertThat(azure.calls).hasSize(1);
    assertThat(rig.budget().committed()).isEqualTo(Usd.ZERO);
  }

  @Test
  void generate_fewerSlotsThanParts_sendsTheRestAsCallsEnd() {
    azure.declare(more -> more.maxInFlight(2));
    List<Promise<ProviderAnswer>> pending = new ArrayList<>();
    azure.behaviour =
        call -> {
          pending.add(Promise.promise());
          return pending.get(pending.size() - 1).future();
        };
    Rig rig = new Rig("10", azure);
    Future<ImageResult> result = rig.router.generate(request().model("gpt-image-2").n(3).build());
    assertThat(azure.calls).hasSize(2);

    pending.get(1).complete(FakeProvider.answer(azure.calls.get(1), FakeProvider.USAGE));
    assertThat(azure.calls).hasSize(3);
    pending.get(0).complete(FakeProvider.answer(azure.calls.get(0), FakeProvider.USAGE));
    pending.get(2).complete(FakeProvider.answer(azure.calls.get(2), FakeProvider.USAGE));

    assertThat(result.result().images()).hasSize(3);
    assertThat(result.result().receipt().attempts()).isEqualTo(3);
  }

  private static void failNth(FakeProvider provider, int nth, Kind kind) {
    provider.behaviour =
        call ->
            provider.calls.size() == nth
                ? Future.failedFuture(ProviderFailure.of(kind).build("no"))
                : FakeProvider.images(call, FakeProvider.USAGE);
  }
}

package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.Objective;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.router.Estimate.Offer;
import dev.halftone.router.FakeBatches.Submission;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BatchRoutingTest {
  private static final Duration DAY = Duration.ofHours(24);

  private final FakeProvider live = FakeProvider.openAi();
  private final Rig rig;
  private final FakeBatches batches;

  BatchRoutingTest() {
    FakeBatches[] made = new FakeBatches[1];
    rig =
        new Rig(
            "10",
            List.of(live),
            (builder, time) -> {
              made[0] = new FakeBatches(time, null);
              return builder.batch(made[0]);
            });
    batches = made[0];
  }

  private static ImageRequest.Builder within(Duration deadline) {
    return Rig.request().model("gpt-image-2").deadline(deadline);
  }

  @Test
  void generate_deadlineOfADay_isMadeInABatchAtHalfThePrice() {
    Usd liveCost = rig.succeed(Rig.request().model("gpt-image-2")).receipt().cost();
    Future<ImageResult> result = rig.router.generate(within(DAY).build());
    assertThat(rig.budget().held()).isGreaterThan(Usd.ZERO);
    rig.time.advance(Duration.ofHours(3));
    assertThat(result.result().receipt().cost().times(2)).isEqualTo(liveCost);
    assertThat(result.result().receipt().decisionId())
        .satisfies(
            id ->
                assertThat(rig.router.decision(id).orElseThrow().explain())
                    .contains("medium in a batch")
                    .contains("at openai in a batch: held"));
    assertThat(live.calls).hasSize(1);
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
    assertThat(rig.budget().suspense()).isEqualTo(Usd.ZERO);
  }

  @Test
  void routes_callWaitsInABatch_isListedAfterTheLiveOnes() {
    Future<ImageResult> result = rig.router.generate(within(DAY).build());

    assertThat(rig.router.routes())
        .filteredOn(route -> route.model().equals("gpt-image-2"))
        .extracting(RouteState::batch, RouteState::inFlight, RouteState::breaker)
        .containsExactly(tuple(false, 0, BreakerState.CLOSED), tuple(true, 1, BreakerState.CLOSED));

    rig.time.advance(Duration.ofHours(3));
    assertThat(result.succeeded()).isTrue();
    assertThat(rig.router.routes()).allMatch(route -> route.inFlight() == 0);
  }

  private DecisionRecord madeInABatch() {
    Future<ImageResult> result = rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofHours(3));
    return rig.router.decision(result.result().receipt().decisionId()).orElseThrow();
  }

  @Test
  void lines_decisionInABatch_areReadBackAndAbsentIsLive() {
    DecisionRecord decision = madeInABatch();
    String line = DecisionLines.write(decision);
    assertThat(DecisionLines.read(line)).isEqualTo(decision);
    assertThat(decision.attempts()).extracting(DecisionRecord.Attempt::batch).containsExactly(true);
    DecisionRecord older = DecisionLines.read(line.replaceAll(",\"batch\":(true|false)", ""));
    assertThat(older.attempts()).extracting(DecisionRecord.Attempt::batch).containsExactly(false);
    assertThat(Recorded.quoted(older)).hasSize(2).noneMatch(one -> one.option().batch());
  }

  @Test
  void replay_nothingChanged_staysInTheBatch() {
    DecisionRecord decision = madeInABatch();
    for (Replay replay : List.of(Replay.builder().build(), quotedAnew().build())) {
      ReplayedDecision replayed = replay.decide(decision);
      assertThat(replayed.now()).as(decision.explain()).isEqualTo(replayed.then());
      assertThat(replayed.now().batch()).isTrue();
    }
  }

  @Test
  void replay_fastest_goesLiveAtThePriceOfThat() {
    DecisionRecord decision = madeInABatch();
    for (Replay.Builder replay : List.of(Replay.builder(), quotedAnew())) {
      ReplayedDecision replayed = replay.objective(Objective.FASTEST).build().decide(decision);
      assertThat(replayed.moved()).isTrue();
      assertThat(replayed.now().batch()).isFalse();
      assertThat(replayed.now().source()).isEqualTo(ReplayedDecision.Source.FORECAST);
      assertThat(replayed.now().charged()).isEqualTo(option(decision, false).price().expected());
    }
  }

  @Test
  void replay_cheapestOfWhatWentLive_waitsAsLongAsTheBatchWasForecast() {
    rig.succeed(within(DAY).objective(Objective.FASTEST));
    DecisionRecord decision = rig.router.decisions().get(0);
    DecisionRecord.Option batch = option(decision, true);
    for (Replay.Builder replay : List.of(Replay.builder(), quotedAnew())) {
      ReplayedDecision replayed = replay.objective(Objective.CHEAPEST).build().decide(decision);
      assertThat(replayed.now().batch()).isTrue();
      assertThat(replayed.now().charged()).isEqualTo(batch.price().expected());
      assertThat(replayed.now().latencyNanos()).isEqualTo(batch.outlook().medianNanos());
    }
  }

  private static Replay.Builder quotedAnew() {
    return Replay.builder().quotedBy(CostEstimator.of(PriceCatalog.shipped()));
  }

  private static DecisionRecord.Option option(DecisionRecord decision, boolean batch) {
    return decision.considered().stream()
        .map(DecisionRecord.Considered::option)
        .filter(one -> one != null && one.batch() == batch)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void generate_shorterDeadline_isMadeLive() {
    rig.succeed(within(DAY.minusSeconds(1)));
    assertThat(batches.submitted).isEmpty();
  }

  @Test
  void generate_fastest_isMadeLive() {
    rig.succeed(within(DAY).objective(Objective.FASTEST));
    assertThat(batches.submitted).isEmpty();
  }

  @Test
  void generate_partialImagesAsked_isMadeLive() {
    rig.succeed(within(DAY).partialImages(2));
    assertThat(batches.submitted).isEmpty();
  }

  @Test
  void estimate_deadlineOfADay_quotesBatchBesideLive() {
    List<Offer> offers = rig.router.estimate(within(DAY).build()).offers();
    assertThat(offers)
        .extracting(offer -> offer.quote().spec().batch())
        .containsExactly(true, false);
    assertThat(offers.get(0).forecastNanos()).isEqualTo(DAY.toNanos());
    assertThat(offers.get(0).quote().expected().times(2))
        .isEqualTo(offers.get(1).quote().expected());
    assertThat(rig.router.estimate(within(DAY.minusSeconds(1)).build()).offers()).hasSize(1);
  }

  @Test
  void generate_severalWithinAMinute_shareABatch() {
    Future<ImageResult> one = rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofSeconds(30));
    Future<ImageResult> other = rig.router.generate(within(DAY).n(2).build());
    Future<ImageResult> patient = rig.router.generate(within(DAY.multipliedBy(5)).build());
    rig.time.advance(Duration.ofHours(3));
    assertThat(batches.submitted).containsExactlyInAnyOrder(2, 1);
    assertThat(List.of(one, other, patient)).allMatch(Future::succeeded);
    assertThat(batches.questions).isLessThan(100);
  }

  @Test
  void generate_batchTooSlow_isWithdrawnAndTheRestMadeLiveInTime() {
    batches.takes = Duration.ofHours(30);
    List<Future<ImageResult>> results =
        List.of(rig.router.generate(within(DAY).build()), rig.router.generate(within(DAY).build()));
    rig.time.advance(DAY.minusSeconds(1));
    assertThat(results).allMatch(Future::succeeded);
    assertThat(batches.cancels).isEqualTo(1);
    assertThat(batches.made).as("kept").hasSize(1);
    assertThat(live.calls).as("the rest").hasSize(1);
    assertThat(results.get(0).result().receipt().attempts()).isEqualTo(1);
    assertThat(results.get(1).result().receipt().attempts()).isEqualTo(2);
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
    assertThat(rig.budget().suspense()).isEqualTo(Usd.ZERO);
  }

  @Test
  void generate_afterABatchThatWasTooSlow_isMadeLive() {
    batches.takes = Duration.ofHours(30);
    rig.router.generate(within(DAY).build());
    rig.time.advance(DAY);
    rig.succeed(within(DAY));
    assertThat(batches.submitted).hasSize(1);
    rig.time.advance(Duration.ofDays(4));
    rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofHours(1));
    assertThat(batches.submitted).as("forgotten by then").hasSize(2);
  }

  @Test
  void submission_lost_isFoundAndNeverSentAgain() {
    batches.submission = Submission.LOST_LISTED_LATE;
    Future<ImageResult> result = rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofHours(3));
    assertThat(result.succeeded()).isTrue();
    assertThat(batches.submitted).hasSize(1);
    assertThat(live.calls).isEmpty();
  }

  @Test
  void submission_neverArrived_isMadeLiveOnceThatIsCertain() {
    batches.submission = Submission.NEVER_ARRIVED;
    Future<ImageResult> result = rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofMinutes(50));
    assertThat(result.isComplete()).isFalse();
    rig.time.advance(Duration.ofMinutes(30));
    assertThat(result.succeeded()).isTrue();
    assertThat(live.calls).hasSize(1);
  }

  @Test
  void submission_refused_isMadeLiveAtOnceEvenIfOneAttemptIsAllowed() {
    batches.submission = Submission.REFUSED;
    Future<ImageResult> result = rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofMinutes(1));
    assertThat(result.succeeded()).isTrue();
    assertThat(live.calls).hasSize(1);
    rig.succeed(within(DAY));
    assertThat(batches.submitted).as("rests").hasSize(1);
  }

  @Test
  void close_batchUnderWay_keepsItsMoneyInSuspense() {
    Promise<ProviderAnswer> never = Promise.promise();
    live.behaviour = call -> never.future();
    Future<ImageResult> result = rig.router.generate(within(DAY).build());
    rig.time.advance(Duration.ofMinutes(5));
    rig.router.close();
    assertThat(result.failed()).isTrue();
    assertThat(rig.budget().suspense()).isGreaterThan(Usd.ZERO);
    assertThat(live.calls).isEmpty();
  }
}

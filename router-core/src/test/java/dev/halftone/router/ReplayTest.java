package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.Window;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import dev.halftone.image.Tier;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Option;
import dev.halftone.router.ReplayedDecision.Source;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final long SEED_BOUND = 1L << 40;

  private final FakeProvider openAi = FakeProvider.openAi();
  private final FakeProvider azure = FakeProvider.azure();

  @Property(tries = 40)
  void decide_nothingChanged_choosesAsWasChosen(
      @ForAll @LongRange(min = 0, max = SEED_BOUND) long seed, @ForAll Objective objective) {
    RoutingPolicy policy = RoutingPolicy.builder().objective(objective).build();
    List<DecisionRecord> decisions = DecisionSamples.random(seed, 25, policy, "2");
    for (Replay replay :
        List.of(Replay.builder().build(), Replay.builder().policy(policy).build())) {
      for (DecisionRecord decision : decisions) {
        ReplayedDecision replayed =
            replay.decide(DecisionLines.read(DecisionLines.write(decision)));

        assertThat(replayed.now()).as(decision.explain()).isEqualTo(replayed.then());
      }
      assertThat(replay.summary().moved()).isZero();
      assertThat(replay.summary().saved()).isEqualTo(Usd.ZERO);
    }
  }

  @Property(tries = 20)
  void decide_ownPreference_choosesAsWasChosen(
      @ForAll @LongRange(min = 0, max = SEED_BOUND) long seed) {
    RoutingPolicy policy =
        RoutingPolicy.builder().preference(one -> one.provider().hashCode() & 0xffff).build();
    Replay replay = Replay.builder().build();
    for (DecisionRecord decision : DecisionSamples.random(seed, 25, policy, "2")) {
      assertThat(replay.decide(decision).moved()).as(decision.explain()).isFalse();
    }
  }

  @Test
  void decide_fasterRouteNeverTried_isForecast() {
    DecisionRecord decision = decisionWith(option("0.10", 20), option("0.30", 5));
    Replay replay = Replay.builder().objective(Objective.FASTEST).build();

    ReplayedDecision replayed = replay.decide(decision);

    assertThat(replayed.moved()).isTrue();
    assertThat(replayed.then().provider()).isEqualTo("openai");
    assertThat(replayed.now().provider()).isEqualTo("azure");
    assertThat(replayed.now().source()).isEqualTo(Source.FORECAST);
    assertThat(replayed.now().charged()).isEqualTo(Usd.parse("0.30"));
    assertThat(replayed.now().latencyNanos()).isEqualTo(5_000_000_000L);
    ReplaySummary sums = replay.summary();
    assertThat(sums.saved()).isEqualTo(decision.cost().minus(Usd.parse("0.30")));
    assertThat(sums.forecast()).isOne();
    assertThat(sums.now().totalNanos()).isEqualTo(5_000_000_000L);
  }

  @Test
  void decide_otherChoiceWasReallyTried_countsWhatReallyHappened() {
    openAi.behaviour = call -> failed();
    Rig rig = new Rig("10", openAi, azure);
    DecisionRecord decision = first(rig);
    assertThat(decision.attempts()).hasSize(2);
    DecisionRecord turned =
        with(decision, replaced(decision, option("0.30", 20), option("0.10", 20)));

    ReplayedDecision replayed =
        Replay.builder().objective(Objective.CHEAPEST).build().decide(turned);

    assertThat(replayed.now().provider()).isEqualTo("azure");
    assertThat(replayed.now().source()).isEqualTo(Source.RECORDED);
    assertThat(replayed.now().charged()).isEqualTo(decision.attempts().get(1).charged());
  }

  @Test
  void decide_limit_refusesWhatHasNoRoom() {
    DecisionRecord decision = decisionWith(option("0.10", 20), option("0.30", 5));
    Usd once = decision.charged();
    Usd room = once.plus(Usd.parse("0.10"));
    Replay replay = Replay.builder().limit(room).build();

    assertThat(replay.decide(decision).now().served()).isTrue();
    assertThat(replay.decide(decision).now().served()).isTrue();
    ReplayedDecision third = replay.decide(decision);

    assertThat(third.now().outcome()).isEqualTo("budget_exceeded");
    assertThat(third.now().charged()).isEqualTo(Usd.ZERO);
    assertThat(replay.summary().now().refused()).isOne();
    assertThat(replay.summary().now().charged()).isEqualTo(once.times(2));
  }

  @Test
  void decide_largerBudget_takesWhatWasRefused() {
    Rig rig = new Rig("0.10", openAi);
    rig.router.generate(Rig.request().tier(Tier.FINAL).build());
    DecisionRecord decision = rig.router.decisions().get(0);
    assertThat(decision.refusals()).isNotEmpty();
    Replay replay =
        Replay.builder().budget(new Budget(Rig.TEAM, Usd.parse("5"), new Window.Total())).build();

    ReplayedDecision replayed = replay.decide(decision);

    assertThat(replayed.then().quality()).isEqualTo(Quality.MEDIUM);
    assertThat(replayed.now().quality()).isEqualTo(Quality.HIGH);
    assertThat(replayed.now().charged()).isEqualTo(expected(decision, Quality.HIGH));
  }

  @Test
  void decide_anotherLadder_quotesItsSteps() {
    Rig rig = new Rig("10", openAi);
    rig.router.generate(Rig.request().tier(Tier.FINAL).build());
    DecisionRecord decision = rig.router.decisions().get(0);
    CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
    RoutingPolicy low =
        RoutingPolicy.builder()
            .ladder(
                Ladder.builder()
                    .rung(Tier.FINAL, new Ladder.Step("gpt-image-2", Quality.LOW))
                    .build())
            .build();

    ReplayedDecision replayed =
        Replay.builder().policy(low).quotedBy(estimator).build().decide(decision);

    assertThat(replayed.then().quality()).isEqualTo(Quality.HIGH);
    assertThat(replayed.now().quality()).isEqualTo(Quality.LOW);
    assertThat(replayed.now().charged())
        .isEqualTo(
            rig.router
                .estimate(Rig.request().model("gpt-image-2").quality(Quality.LOW).build())
                .offers()
                .get(0)
                .quote()
                .expected());
  }

  @Test
  void decide_fromTheCache_staysFree() {
    Rig rig =
        new Rig(
            "10",
            List.of(openAi),
            builder ->
                builder.cache(
                    dev.halftone.cache.InMemoryImageCache.create(
                        1 << 20, java.time.Duration.ofDays(1), () -> 0)));
    rig.succeed(Rig.request());
    rig.succeed(Rig.request());
    Replay replay = Replay.builder().limit(Usd.ZERO).build();

    assertThat(replay.decide(rig.router.decisions().get(0)).now().served()).isFalse();
    assertThat(replay.decide(rig.router.decisions().get(1)).moved()).isFalse();
  }

  private static Usd expected(DecisionRecord decision, Quality quality) {
    return decision.considered().stream()
        .map(Considered::option)
        .filter(one -> one != null && one.quality() == quality)
        .findFirst()
        .orElseThrow()
        .price()
        .expected();
  }

  private static io.vertx.core.Future<dev.halftone.image.ProviderAnswer> failed() {
    return io.vertx.core.Future.failedFuture(
        dev.halftone.image.ProviderFailure.of(dev.halftone.image.ProviderFailure.Kind.NOT_FOUND)
            .build("gone"));
  }

  private static DecisionRecord first(Rig rig) {
    return rig.router
        .decision(rig.succeed(Rig.request().model("gpt-image-2")).receipt().decisionId())
        .orElseThrow();
  }

  /** A decision for openai, with what openai and azure were to cost and take. */
  private DecisionRecord decisionWith(Told openAiTold, Told azureTold) {
    DecisionRecord decision = first(new Rig("10", openAi, azure));
    assertThat(decision.attempts().get(0).provider()).isEqualTo("openai");
    return with(decision, replaced(decision, openAiTold, azureTold));
  }

  private record Told(Usd price, long nanos) {}

  private static Told option(String usd, long seconds) {
    return new Told(Usd.parse(usd), seconds * 1_000_000_000L);
  }

  private static List<Considered> replaced(DecisionRecord decision, Told first, Told other) {
    return decision.considered().stream()
        .map(
            one ->
                one.option() == null
                    ? one
                    : new Considered(
                        one.provider(),
                        one.model(),
                        told(one.option(), one.provider().equals("openai") ? first : other),
                        one.fate(),
                        one.verdict()))
        .toList();
  }

  private static Option told(Option option, Told told) {
    DecisionRecord.Price price = option.price();
    Usd usd = told.price();
    long nanos = told.nanos();
    return new Option(
        option.index(),
        option.quality(),
        option.size(),
        option.rung(),
        option.imagesPerCall(),
        option.dropped(),
        new DecisionRecord.Price(price.list(), usd, usd, usd, usd, price.basis(), price.asOf()),
        new DecisionRecord.Outlook(nanos, nanos, nanos, 100, 1, 0, 0, 8, 8, false, null),
        false,
        false,
        false,
        null);
  }

  private static DecisionRecord with(DecisionRecord decision, List<Considered> considered) {
    return new DecisionRecord(
        decision.id(),
        decision.at(),
        decision.asked(),
        decision.plan(),
        considered,
        decision.warnings(),
        decision.refusals(),
        decision.attempts(),
        decision.cache(),
        decision.outcome(),
        decision.cost(),
        decision.estimate(),
        decision.suspended(),
        decision.stepsDown(),
        decision.latencyNanos());
  }
}

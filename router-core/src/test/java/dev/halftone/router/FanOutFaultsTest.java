package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.Quota;
import dev.halftone.router.RoutingPolicy.UnknownCharge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults at every point of requests that take several calls: no hold is lost or ended twice. */
class FanOutFaultsTest {
  private static final int REQUESTS = 400;
  private static final Set<Kind> UNKNOWN = Set.of(Kind.TIMED_OUT, Kind.CUT, Kind.BAD_ANSWER);

  private final Map<String, Usd> billed = new HashMap<>();
  private final List<String> unknown = new ArrayList<>();
  private final List<String> billedInFull = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 20_261_120})
  void generate_anyFaults_moneySettledAndSuspendedIsWhatWasBilledOrMayHaveBeen(long seed) {
    Random random = new Random(seed);
    FakeProvider openAi =
        FakeProvider.openAi().declare(more -> more.imagesPerCall(2).maxInFlight(6));
    FakeProvider azure =
        FakeProvider.azure()
            .declare(more -> more.imagesPerCall(1).quota(new Quota(60L, 80L, null, null)));
    Rig rig = new Rig(seed % 2 == 0 ? "6" : "1000", openAi, azure);
    RecordingLedger ledger = new RecordingLedger(rig.ledger, rig.time, random);
    ImageRouter router = router(rig, ledger, openAi, azure, seed);
    openAi.behaviour = call -> behave(call, rig.time, random);
    azure.behaviour = openAi.behaviour;

    List<Future<ImageResult>> results = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      ImageRequest request =
          Rig.request().model("gpt-image-2").n(1 + random.nextInt(10)).cached(false).build();
      results.add(router.generate(request));
      rig.time.advance(Duration.ofMillis(random.nextInt(2_000)));
    }
    rig.time.advance(Duration.ofMinutes(20));

    assertThat(results).allMatch(Future::isComplete);
    assertThat(results.stream().filter(Future::succeeded).count())
        .isGreaterThanOrEqualTo(REQUESTS / 10);
    assertThat(rig.budget().held()).isEqualTo(Usd.ZERO);
    assertThat(ledger.ended.keySet()).isEqualTo(ledger.held.keySet());
    assertThat(ledger.ended.values()).containsOnly(1);
    Usd full = sum(billedInFull.stream().map(ledger.held::get).toList());
    assertThat(rig.budget().spent()).isEqualTo(sum(billed.values()).plus(full));
    assertThat(rig.budget().suspense())
        .isEqualTo(sum(unknown.stream().map(ledger.held::get).toList()));
    assertThat(router.routes()).allMatch(route -> route.inFlight() == 0);
    results.stream()
        .filter(Future::succeeded)
        .forEach(one -> assertThat(one.result().images()).isNotEmpty());
  }

  private static RoutingPolicy policy(long seed) {
    return RoutingPolicy.builder()
        .unknownCharge(seed == 3 ? UnknownCharge.ONCE : UnknownCharge.NEVER)
        .retryBudgetPercent(100)
        .build();
  }

  private static ImageRouter router(
      Rig rig, RecordingLedger ledger, FakeProvider openAi, FakeProvider azure, long seed) {
    return ImageRouter.builder(rig.time, CostEstimator.of(PriceCatalog.shipped()))
        .provider(openAi)
        .provider(azure)
        .policy(policy(seed))
        .ledger(ledger)
        .chargeByDefault(List.of(Rig.TEAM))
        .clock(rig.time)
        .ticker(rig.time::nanos)
        .random(new Random(seed))
        .build();
  }

  /** Ends a call in one of the ways there are, at once or later, and notes what it cost. */
  private Future<ProviderAnswer> behave(ProviderCall call, VirtualTime time, Random random) {
    int way = random.nextInt(24);
    if (way == 0) {
      unknown.add(call.attemptId());
      throw new IllegalStateException("the adapter broke");
    }
    Promise<ProviderAnswer> end = Promise.promise();
    long delay =
        way == 1
            // After the router gave it up: the suspense is resolved by the late answer.
            ? Duration.ofMinutes(5).toNanos()
            : 1 + (long) (random.nextDouble() * 20e9);
    Usd price = Usd.ofNanos(1 + random.nextInt(40_000_000));
    Runnable ending = () -> end(call, way, price, end);
    if (random.nextInt(5) == 0 && way != 1) {
      ending.run();
    } else {
      time.schedule(delay, ending);
    }
    return end.future();
  }

  private void end(ProviderCall call, int way, Usd price, Promise<ProviderAnswer> end) {
    Kind[] kinds = Kind.values();
    if (way >= 2 && way < 2 + kinds.length) {
      ProviderFailure.Builder failure = ProviderFailure.of(kinds[way - 2]);
      if (kinds[way - 2] == Kind.BAD_ANSWER && price.nanos() % 2 == 0) {
        failure.billed(Billed.YES);
        billedInFull.add(call.attemptId());
      } else if (UNKNOWN.contains(kinds[way - 2])) {
        unknown.add(call.attemptId());
      }
      end.fail(failure.comeBackIn(Duration.ofSeconds(2)).build("fault"));
      return;
    }
    billed.put(call.attemptId(), price);
    ProviderAnswer answer = FakeProvider.answer(call, FakeProvider.USAGE);
    end.complete(answer.newBuilder().billed(price).build());
  }

  private static Usd sum(Iterable<Usd> amounts) {
    Usd sum = Usd.ZERO;
    for (Usd amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }
}

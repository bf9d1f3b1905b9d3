package dev.halftone.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Suspense;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that fail at every point, from a seed: the books must agree to the nano-dollar. */
final class BatchFaultsTest {
  private static final int ROUNDS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void books_batchesFailAtEveryPoint_agreeWithTheBill(long seed) {
    for (int round = 0; round < ROUNDS; round++) {
      run(seed * 1_000 + round);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    Map<String, Usd> billed = new HashMap<>();
    Map<String, Integer> made = new HashMap<>();
    FakeProvider live = FakeProvider.openAi();
    FakeBatches[] lane = new FakeBatches[1];
    Rig rig =
        new Rig(
            "50",
            List.of(live),
            (builder, time) -> {
              lane[0] = new FakeBatches(time, random);
              return builder.batch(
                  lane[0],
                  new BatchOptions(1 + random.nextInt(6), Duration.ofSeconds(random.nextInt(90))));
            });
    CostEstimator estimator = CostEstimator.of(PriceCatalog.shipped());
    live.behaviour =
        call -> {
          LocalDate today = rig.time.instant().atZone(ZoneOffset.UTC).toLocalDate();
          billed.put(
              call.attemptId(),
              estimator.charge("openai", call.model(), FakeProvider.USAGE, false, today));
          made.put(call.attemptId(), call.request().n());
          return FakeProvider.images(call, FakeProvider.USAGE);
        };
    List<Future<ImageResult>> results = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ImageRequest request =
          Rig.request()
              .model("gpt-image-2")
              .deadline(Duration.ofHours(24 + random.nextInt(30)))
              .build();
      results.add(rig.router.generate(request));
      rig.time.advance(Duration.ofMinutes(random.nextInt(90)));
    }
    rig.time.advance(Duration.ofDays(5));
    assertThat(results).as("seed %d", seed).allMatch(Future::isComplete);
    billed.putAll(lane[0].billed());
    made.putAll(lane[0].made);
    checkBooks(seed, rig, billed);
    checkNothingTwice(seed, made);
    assertThat(rig.time.pending()).as("timers left, seed %d", seed).isZero();
  }

  private static void checkBooks(long seed, Rig rig, Map<String, Usd> billed) {
    Set<String> suspended =
        rig.ledger.suspended().result().stream().map(Suspense::id).collect(Collectors.toSet());
    Usd unknown =
        suspended.stream().map(id -> billed.getOrDefault(id, Usd.ZERO)).reduce(Usd.ZERO, Usd::plus);
    Usd all = billed.values().stream().reduce(Usd.ZERO, Usd::plus);
    assertThat(rig.budget().spent().plus(unknown)).as("seed %d", seed).isEqualTo(all);
    assertThat(rig.budget().held()).as("seed %d", seed).isEqualTo(Usd.ZERO);
  }

  private static void checkNothingTwice(long seed, Map<String, Integer> made) {
    Map<String, Integer> images = new HashMap<>();
    made.forEach((id, n) -> images.merge(id.substring(0, id.lastIndexOf('-')), n, Integer::sum));
    assertThat(images.values()).as("seed %d", seed).allMatch(n -> n == 1);
  }
}

package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Scope;
import dev.halftone.budget.Window;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.ImageSize;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usd;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.ImageResult;
import dev.halftone.router.BatchOptions;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.Timers;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router, the real adapters and the simulator; hours pass as fast as the router waits. */
final class RoutedBatchTest {
  private static final Scope TEAM = Scope.parse("team:growth");
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final InstantSource CLOCK = () -> Instant.parse("2026-11-20T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private Vertx vertx = Vertx.vertx();

  @BeforeEach
  void fresh() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  /**
   * Pauses are over soon and move the clock by their whole length; the long guards of calls never
   * go off. Short pauses leave the simulator time to write its files.
   */
  private Timers timers() {
    Timers real = Timers.of(vertx);
    return (delayNanos, task) -> {
      if (delayNanos > LONGEST_PAUSE.toNanos()) {
        return () -> {};
      }
      boolean shorter = delayNanos < LONGEST_PAUSE.toNanos();
      return real.schedule(
          shorter ? 250_000_000L : 1,
          () -> {
            nanos.addAndGet(delayNanos);
            task.run();
          });
    };
  }

  @Test
  void generate_deadlineOfADay_isMadeInABatchAndBilledAsTold() throws Exception {
    check(Duration.ofHours(2), 0);
  }

  @Test
  void generate_batchTooSlow_isWithdrawnAndTheRestMadeLive() throws Exception {
    check(Duration.ofHours(40), 2);
  }

  private void check(Duration batch, int atLeastLive) throws Exception {
    Simulator simulator =
        Simulator.create(
            vertx,
            SimulatorOptions.calm()
                .clock(CLOCK)
                .nanoTicker(nanos::get)
                .batchDuration(batch)
                .build());
    await(simulator.listen(0));
    OpenAiOptions options =
        OpenAiOptions.builder()
            .key(Secret.of("simulator-key"))
            .baseUrl(simulator.openAiBaseUrl())
            .models(Set.of("gpt-image-2"))
            .build();
    InMemoryLedger ledger =
        InMemoryLedger.create(List.of(new Budget(TEAM, Usd.parse("5"), new Window.Total())), CLOCK);
    ImageRouter router =
        ImageRouter.builder(timers(), CostEstimator.of(PriceCatalog.shipped()))
            .provider(OpenAiProvider.create(vertx, options))
            .batch(OpenAiBatches.create(vertx, options), new BatchOptions(4, Duration.ofMinutes(1)))
            .ledger(ledger)
            .chargeByDefault(List.of(TEAM))
            .clock(CLOCK)
            .ticker(nanos::get)
            .build();
    List<Future<ImageResult>> results =
        List.of("a fox", "an owl", "an elk", "a hare").stream()
            .map(prompt -> router.generate(request(prompt)))
            .toList();
    long live = 0;
    for (Future<ImageResult> result : results) {
      live += await(result).receipt().attempts() - 1;
    }
    assertThat(live).isGreaterThanOrEqualTo(atLeastLive).isLessThan(4);
    assertThat(nanos.get()).isLessThan(DAY.toNanos());
    BudgetState budget = await(ledger.budgets()).get(0);
    assertThat(budget.spent().nanos()).isPositive().isEqualTo(simulator.invoice().chargedNanoUsd());
    assertThat(budget.held()).isEqualTo(Usd.ZERO);
    assertThat(budget.suspense()).isEqualTo(Usd.ZERO);
    await(router.close());
    await(simulator.close());
  }

  private static ImageRequest request(String prompt) {
    return ImageRequest.builder(prompt)
        .model("gpt-image-2")
        .quality(Quality.LOW)
        .size(new ImageSize(1024, 1024))
        .deadline(DAY)
        .build();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}

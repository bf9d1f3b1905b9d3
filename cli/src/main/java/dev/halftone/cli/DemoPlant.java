package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.budget.Window;
import dev.halftone.cache.InMemoryImageCache;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.TextTokens;
import dev.halftone.cost.Usd;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.RoutingPolicy;
import dev.halftone.simulator.ProviderProfile;
import dev.halftone.simulator.SimulatedProvider;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * What a demonstration runs on: the simulator on loopback, and in front of it a router with the
 * real adapters, ledger and cache, living in the simulator's time.
 */
record DemoPlant(Simulator simulator, ImageRouter router, WatchedLedger ledger, DemoLog log) {
  /** The day it plays on, so that models and prices are the same whenever it is run. */
  static final Instant DAY = Instant.parse("2026-11-20T09:00:00Z");

  private static final long CACHE_BYTES = 192L * 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  /** In real time, so that a busy machine is not taken for a provider that does not answer. */
  private static final Duration LEAST_TIMEOUT = Duration.ofMinutes(1);

  /** Together more than the whole, so that now a campaign, now a team, now the company refuses. */
  private static final int TEAM_PERCENT = 60;

  private static final int CAMPAIGN_PERCENT = 10;

  static Future<DemoPlant> start(Vertx vertx, DemoOptions options, LongSupplier realTicker) {
    SimulatedTime time = new SimulatedTime(realTicker, options.timeScale());
    InstantSource clock = time.clock(DAY);
    Simulator simulator = Simulator.create(vertx, simulatorOptions(options, clock, realTicker));
    // Loading the encoding takes a second; the simulator starts meanwhile.
    Future<Void> warm =
        vertx.executeBlocking(
            () -> {
              TextTokens.warm();
              return null;
            });
    return Future.all(simulator.listen(0), warm)
        .map(
            ignored -> {
              WatchedLedger ledger =
                  new WatchedLedger(
                      InMemoryLedger.create(budgets(options.budget()), clock),
                      DemoTraffic.COMPANY,
                      time.ticker());
              DemoLog log = new DemoLog();
              return new DemoPlant(
                  simulator, router(vertx, options, simulator, time, ledger, log), ledger, log);
            });
  }

  private static SimulatorOptions simulatorOptions(
      DemoOptions options, InstantSource clock, LongSupplier realTicker) {
    SimulatorOptions.Builder builder =
        SimulatorOptions.newBuilder()
            .seed(options.seed())
            .timeScale(options.timeScale())
            .apiKey(DemoProviders.KEY)
            .clock(clock)
            .nanoTicker(realTicker);
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      builder.profile(provider, ProviderProfile.lifelike(provider).withFaults(options.faults()));
    }
    return builder.build();
  }

  private static List<Budget> budgets(Usd limit) {
    Window total = new Window.Total();
    Usd team = part(limit, TEAM_PERCENT);
    List<Budget> budgets = new ArrayList<>();
    budgets.add(new Budget(DemoTraffic.COMPANY, limit, total));
    budgets.add(new Budget(DemoTraffic.GROWTH, team, total));
    budgets.add(new Budget(DemoTraffic.STUDIO, team, total));
    Usd campaign = part(limit, CAMPAIGN_PERCENT);
    DemoTraffic.CAMPAIGNS.forEach(scope -> budgets.add(new Budget(scope, campaign, total)));
    return budgets;
  }

  private static Usd part(Usd limit, int percent) {
    return Usd.ofNanos(limit.nanos() / 100 * percent);
  }

  private static ImageRouter router(
      Vertx vertx,
      DemoOptions options,
      Simulator simulator,
      SimulatedTime time,
      WatchedLedger ledger,
      DemoLog log) {
    ImageRouter.Builder router =
        ImageRouter.builder(time.timers(vertx), CostEstimator.of(SimulatedPrices.catalog()));
    DemoProviders.of(vertx, simulator)
        .forEach(provider -> router.provider(time.provider(provider)));
    return router
        .policy(RoutingPolicy.builder().timeout(timeout(options)).build())
        .ledger(ledger)
        .cache(InMemoryImageCache.create(CACHE_BYTES, Duration.ofDays(1), time.ticker()))
        .listener(log)
        .decisionsKept(0)
        .clock(time.clock(DAY))
        .ticker(time.ticker())
        .random(new SplittableRandom(options.seed()))
        .build();
  }

  private static Duration timeout(DemoOptions options) {
    Duration least = LEAST_TIMEOUT.multipliedBy(options.timeScale());
    return least.compareTo(TIMEOUT) > 0 ? least : TIMEOUT;
  }

  Future<Void> close() {
    return router.close().eventually(simulator::close);
  }
}

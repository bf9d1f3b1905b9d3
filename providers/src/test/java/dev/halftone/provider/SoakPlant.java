package dev.halftone.provider;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cost.CostEstimator;
import dev.halftone.image.ImageProvider;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.RoutingPolicy;
import dev.halftone.router.Timers;
import dev.halftone.simulator.Fault;
import dev.halftone.simulator.FaultRates;
import dev.halftone.simulator.ProviderProfile;
import dev.halftone.simulator.SimulatedProvider;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Every adapter, in front of a simulator in which every fault happens, behind one router. */
record SoakPlant(Simulator simulator, ImageRouter router, List<String> providers) {
  static final Scope SCOPE = Scope.parse("run:soak");

  /** The day it plays on, so that models and prices are the same whenever it is run. */
  private static final InstantSource DAY =
      InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));

  private static final String KEY = "soak-key";

  /**
   * Of one call, in real time: short because a hung one lasts as long, and long for a busy machine.
   */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  /** How many times faster the router's clock goes, so that routes do not rest for long. */
  private static final int HASTE = 100;

  /**
   * Starts it.
   *
   * @param faultShare of all calls that meet a fault, 0 to 1, shared evenly by all kinds
   */
  static SoakPlant start(Vertx vertx, long seed, double faultShare, BudgetLedger ledger)
      throws TimeoutException {
    FaultRates.Builder faults = FaultRates.newBuilder();
    for (Fault fault : Fault.values()) {
      faults.rate(fault, faultShare / Fault.values().length);
    }
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .seed(seed)
            .apiKey(KEY)
            .clock(DAY)
            .blankPictures(true)
            .maxInvoiceLines(10_000_000)
            .maxInFlight(10_000)
            .maxBodyBytes(1 << 24);
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      options.profile(provider, ProviderProfile.calm().withFaults(faults.build()));
    }
    Simulator simulator = Simulator.create(vertx, options.build());
    simulator.listen(0).await(30, TimeUnit.SECONDS);
    List<ImageProvider> providers = Adapters.all(vertx, simulator, KEY, CALL_TIMEOUT, DAY);
    Timers timers = Timers.of(vertx);
    ImageRouter.Builder router =
        ImageRouter.builder(
                (nanos, task) -> timers.schedule(Math.max(1, nanos / HASTE), task),
                CostEstimator.of(Adapters.catalog()))
            .ticker(() -> System.nanoTime() * HASTE)
            .policy(
                RoutingPolicy.builder()
                    .timeout(CALL_TIMEOUT.multipliedBy(3L * HASTE))
                    .patience(Duration.ofMinutes(2))
                    .retryBudgetPercent(100)
                    .build())
            .ledger(ledger)
            .chargeByDefault(List.of(SCOPE))
            .clock(DAY)
            .decisionsKept(0);
    providers.forEach(router::provider);
    return new SoakPlant(
        simulator, router.build(), providers.stream().map(ImageProvider::name).toList());
  }
}

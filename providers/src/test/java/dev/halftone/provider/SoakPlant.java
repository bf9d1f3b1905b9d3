package dev.halftone.provider;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.ImageProvider;
import dev.halftone.router.ImageRouter;
import dev.halftone.router.RoutingPolicy;
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
import java.util.Map;
import java.util.Set;

/** Every adapter, in front of a simulator in which every fault happens, behind one router. */
record SoakPlant(Simulator simulator, ImageRouter router, List<String> providers) {
  static final Scope SCOPE = Scope.parse("run:soak");

  /** The day it plays on, so that models and prices are the same whenever it is run. */
  private static final InstantSource DAY = InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));

  private static final Set<String> MODELS = Set.of("gpt-image-2");
  private static final String KEY = "soak-key";

  /** Short, because a hung call lasts as long as this; long enough for a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(6);

  /** The prices that the simulator makes up for WaveSpeedAI, which publishes none. */
  private static final String WAVESPEED_PRICES =
      """
      """;

  static SoakPlant create(Vertx vertx, long seed, double faultShare, BudgetLedger ledger)
      throws Exception {
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
    simulator.listen(0).await();
    List<ImageProvider> providers = providers(vertx, simulator);
    ImageRouter.Builder router =
        ImageRouter.builder(vertx, CostEstimator.of(catalog()))
            .policy(
                RoutingPolicy.builder()
                    .timeout(TIMEOUT)
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

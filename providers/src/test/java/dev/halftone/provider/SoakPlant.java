package dev.halftone.provider;

import dev.halftone.budget.BudgetLedger;
import dev.halftone.budget.Scope;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Every adapter, in front of a simulator in which every fault happens, behind one router. */
record SoakPlant(Simulator simulator, ImageRouter router, List<String> providers) {
  static final Scope SCOPE = Scope.parse("run:soak");

  /** The day it plays on, so that models and prices are the same whenever it is run. */
  private static final InstantSource DAY =
      InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));

  private static final Set<String> MODELS = Set.of("gpt-image-2");
  private static final String KEY = "soak-key";

  /**
   * Of one call, in real time: short because a hung one lasts as long, and long for a busy machine.
   */
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  /** How many times faster the router's clock goes, so that routes do not rest for long. */
  private static final int HASTE = 100;

  /** What the simulator makes up for WaveSpeedAI, which publishes no prices. */
  private static final String WAVESPEED_PRICES =
      """
      { "format": 1, "prices": [
        { "price_list": "wavespeed", "model": "gpt-image-2", "from": "2026-11-01",
          "names": { "generation": "openai/gpt-image-2/text-to-image",
                     "edit": "openai/gpt-image-2/edit" },
          "checked_on": "2026-11-19", "source": "the simulator", "confidence": "high",
          "usd_per_image": { "low": { "any": "0.01" }, "medium": { "any": "0.06" } },
          "usd_per_input_image": "0.012" } ] }
      """;

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
    List<ImageProvider> providers = providers(vertx, simulator);
    Timers timers = Timers.of(vertx);
    ImageRouter.Builder router =
        ImageRouter.builder(
                (nanos, task) -> timers.schedule(Math.max(1, nanos / HASTE), task),
                CostEstimator.of(
                    CatalogReader.overlay(PriceCatalog.shipped(), "soak.json", WAVESPEED_PRICES)))
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

  private static List<ImageProvider> providers(Vertx vertx, Simulator simulator) {
    return List.of(
        OpenAiProvider.create(
            vertx,
            common(OpenAiOptions.builder().baseUrl(simulator.openAiBaseUrl()).models(MODELS))
                .build()),
        AzureFoundryProvider.create(
            vertx,
            common(
                    AzureFoundryOptions.builder()
                        .endpoint(simulator.azureEndpoint())
                        .deployments(Map.of("gpt-image-2", "gpt-image-2")))
                .build()),
        VercelGatewayProvider.create(
            vertx,
            common(VercelGatewayOptions.builder().baseUrl(simulator.vercelBaseUrl()).models(MODELS))
                .build()),
        VercelGatewayProvider.create(
            vertx,
            common(
                    VercelGatewayOptions.builder()
                        .name("vercel-compatible")
                        .api(VercelApi.OPENAI_COMPATIBLE)
                        .baseUrl(simulator.vercelBaseUrl())
                        .models(MODELS))
                .build()),
        FalProvider.create(
            vertx,
            common(FalOptions.builder().baseUrl(simulator.falQueueUrl()).models(MODELS)).build()),
        FalProvider.create(
            vertx,
            common(
                    FalOptions.builder()
                        .name("fal-direct")
                        .direct(true)
                        .baseUrl(simulator.falQueueUrl())
                        .runUrl(simulator.falRunUrl())
                        .models(MODELS))
                .build()),
        WaveSpeedProvider.create(
            vertx,
            common(WaveSpeedOptions.builder().baseUrl(simulator.wavespeedBaseUrl()).models(MODELS))
                .build()),
        OpenRouterProvider.create(
            vertx,
            common(
                    OpenRouterOptions.builder()
                        .baseUrl(simulator.openRouterBaseUrl())
                        .models(MODELS))
                .build()),
        OpenAiCompatibleProvider.create(
            vertx,
            common(
                    OpenAiCompatibleOptions.builder()
                        .name("compatible")
                        .baseUrl(simulator.openAiBaseUrl())
                        .models(Map.of("gpt-image-2", "gpt-image-2"))
                        .priceList("openai")
                        .edits(EditForm.MULTIPART)
                        .streaming(true))
                .build()));
  }

  private static <B extends CommonOptions.Builder<B>> B common(B options) {
    return options.key(Secret.of(KEY)).timeout(CALL_TIMEOUT).clock(DAY);
  }
}

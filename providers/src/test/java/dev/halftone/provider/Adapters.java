package dev.halftone.provider;

import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.ImageProvider;
import dev.halftone.simulator.Simulator;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every adapter in each of its forms, in front of one simulator. */
record Adapters(String key, Duration timeout, InstantSource clock) {
  private static final Set<String> MODELS = Set.of("gpt-image-2");

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

  /** The shipped catalogue and the prices of the simulator's WaveSpeedAI. */
  static PriceCatalog catalog() {
    return CatalogReader.overlay(PriceCatalog.shipped(), "simulated.json", WAVESPEED_PRICES);
  }

  /** Makes them all; the caller closes them. */
  static List<ImageProvider> all(
      Vertx vertx, Simulator simulator, String key, Duration timeout, InstantSource clock) {
    return new Adapters(key, timeout, clock).on(vertx, simulator);
  }

  private List<ImageProvider> on(Vertx vertx, Simulator simulator) {
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
                .build()),
        OpenAiProvider.create(
            vertx,
            common(
                    OpenAiOptions.builder()
                        .name("openai-json-edits")
                        .jsonEdits(true)
                        .baseUrl(simulator.openAiBaseUrl())
                        .models(MODELS))
                .build()),
        AzureFoundryProvider.create(
            vertx,
            common(
                    AzureFoundryOptions.builder()
                        .name("azure-deployments")
                        .api(AzureApi.DEPLOYMENTS)
                        .endpoint(simulator.azureEndpoint())
                        .deployments(Map.of("gpt-image-2", "gpt-image-2")))
                .build()),
        WaveSpeedProvider.create(
            vertx,
            common(
                    WaveSpeedOptions.builder()
                        .name("wavespeed-sync")
                        .syncMode(true)
                        .base64Output(true)
                        .baseUrl(simulator.wavespeedBaseUrl())
                        .models(MODELS))
                .build()));
  }

  private <B extends OptionsBuilder<B>> B common(B options) {
    return options.key(Secret.of(key)).timeout(timeout).clock(clock);
  }
}

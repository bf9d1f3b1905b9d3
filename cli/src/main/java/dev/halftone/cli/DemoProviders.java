package dev.halftone.cli;

import dev.halftone.image.ImageProvider;
import dev.halftone.provider.AzureFoundryOptions;
import dev.halftone.provider.AzureFoundryProvider;
import dev.halftone.provider.FalOptions;
import dev.halftone.provider.FalProvider;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.Secret;
import dev.halftone.provider.VercelGatewayOptions;
import dev.halftone.provider.VercelGatewayProvider;
import dev.halftone.provider.WaveSpeedOptions;
import dev.halftone.provider.WaveSpeedProvider;
import dev.halftone.simulator.SimulatedProvider;
import dev.halftone.simulator.Simulator;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The real adapters of all five providers, as a demonstration reaches its simulator by them. */
final class DemoProviders {
  /** The key of the simulator, which is worth nothing. */
  static final String KEY = "simulator-key";

  private static final Secret SECRET = Secret.of(KEY);
  private static final Set<String> MODELS =
      Set.of("gpt-image-2", "gpt-image-2.5-flare", "gpt-image-2.5-sunburst");

  private DemoProviders() {}

  /** Each under the name that the simulator's invoice has for it. */
  static List<ImageProvider> of(Vertx vertx, Simulator simulator) {
    return List.of(
        OpenAiProvider.create(
            vertx,
            OpenAiOptions.builder()
                .name(SimulatedProvider.OPENAI.slug())
                .key(SECRET)
                .baseUrl(simulator.openAiBaseUrl())
                .models(MODELS)
                .build()),
        AzureFoundryProvider.create(
            vertx,
            AzureFoundryOptions.builder()
                .name(SimulatedProvider.AZURE.slug())
                .key(SECRET)
                .endpoint(simulator.azureEndpoint())
                .deployments(
                    MODELS.stream().collect(Collectors.toMap(Function.identity(), name -> name)))
                .build()),
        VercelGatewayProvider.create(
            vertx,
            VercelGatewayOptions.builder()
                .name(SimulatedProvider.VERCEL.slug())
                .key(SECRET)
                .baseUrl(simulator.vercelBaseUrl())
                .models(MODELS)
                .build()),
        FalProvider.create(
            vertx,
            FalOptions.builder()
                .name(SimulatedProvider.FAL.slug())
                .key(SECRET)
                .baseUrl(simulator.falQueueUrl())
                .models(MODELS)
                .build()),
        WaveSpeedProvider.create(
            vertx,
            WaveSpeedOptions.builder()
                .name(SimulatedProvider.WAVESPEED.slug())
                .key(SECRET)
                .baseUrl(simulator.wavespeedBaseUrl())
                .models(MODELS)
                .build()));
  }
}

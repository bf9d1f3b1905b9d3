package dev.halftone.cli;

import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.Capabilities;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.provider.AzureFoundryOptions;
import dev.halftone.provider.AzureFoundryProvider;
import dev.halftone.provider.FalOptions;
import dev.halftone.provider.FalProvider;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.OpenAiResponsesOptions;
import dev.halftone.provider.OpenAiResponsesProvider;
import dev.halftone.provider.Secret;
import dev.halftone.provider.VercelGatewayOptions;
import dev.halftone.provider.VercelGatewayProvider;
import dev.halftone.provider.WaveSpeedOptions;
import dev.halftone.provider.WaveSpeedProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A provider that can be quoted and never called: it has neither key nor connections. A call fails
 * before anything is sent, so it cannot cost money.
 *
 * @param name what it is called in the answer
 */
record QuoteOnlyProvider(String name, String priceList, Capabilities capabilities)
    implements ImageProvider {
  /** Azure's second price list is one of the same service. */
  private static final String AZURE_DATA_ZONE = "azure-foundry-datazone";

  /** No key is needed for what is never sent. */
  private static final Secret NO_KEY = Secret.of("none");

  /** What the provider declares, without its key and connections. */
  static QuoteOnlyProvider of(ImageProvider real) {
    return new QuoteOnlyProvider(real.name(), real.priceList(), real.capabilities());
  }

  /**
   * Stands for whoever bills by a price list, under the name of the list.
   *
   * @param vertx what an adapter is made with, to ask it what it declares
   */
  static QuoteOnlyProvider ofList(Vertx vertx, String list, PriceCatalog catalog) {
    Set<String> models = ProviderSettings.models(list, catalog);
    ImageProvider real = adapter(vertx, list, models);
    if (real != null) {
      return new QuoteOnlyProvider(list, list, real.capabilities());
    }
    // Nothing is known of what is lost there but what the quote itself says.
    return new QuoteOnlyProvider(list, list, Capabilities.unlimited(models).build());
  }

  private static @Nullable ImageProvider adapter(Vertx vertx, String list, Set<String> models) {
    return switch (list) {
      case "openai" ->
          OpenAiProvider.create(vertx, OpenAiOptions.builder().key(NO_KEY).models(models).build());
      case "openai-responses" ->
          OpenAiResponsesProvider.create(
              vertx, OpenAiResponsesOptions.builder().key(NO_KEY).models(models).build());
      case "azure-foundry", AZURE_DATA_ZONE -> azure(vertx, models);
      case "vercel-ai-gateway" ->
          VercelGatewayProvider.create(
              vertx, VercelGatewayOptions.builder().key(NO_KEY).models(models).build());
      case "fal" ->
          FalProvider.create(vertx, FalOptions.builder().key(NO_KEY).models(models).build());
      case "wavespeed" ->
          WaveSpeedProvider.create(
              vertx, WaveSpeedOptions.builder().key(NO_KEY).models(models).build());
      default -> null;
    };
  }

  private static ImageProvider azure(Vertx vertx, Set<String> models) {
    Map<String, String> deployments =
        models.stream().collect(Collectors.toMap(Function.identity(), model -> model));
    return AzureFoundryProvider.create(
        vertx,
        AzureFoundryOptions.builder()
            .key(NO_KEY)
            .endpoint("https://example.openai.azure.com")
            .deployments(deployments)
            .build());
  }

  @Override
  public Future<ProviderAnswer> generate(ProviderCall call) {
    return Future.failedFuture(
        ProviderFailure.of(ProviderFailure.Kind.NOT_FOUND)
            .build(name + ": not sent: it is here for quotes only"));
  }
}

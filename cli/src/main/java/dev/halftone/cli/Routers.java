package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.InMemoryLedger;
import dev.halftone.cache.InMemoryImageCache;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.ImageProvider;
import dev.halftone.provider.AzureFoundryOptions;
import dev.halftone.provider.AzureFoundryProvider;
import dev.halftone.provider.OpenAiOptions;
import dev.halftone.provider.OpenAiProvider;
import dev.halftone.provider.VercelGatewayOptions;
import dev.halftone.provider.VercelGatewayProvider;
import dev.halftone.router.ImageRouter;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds routers: one that quotes and needs no key, and one that sends. */
final class Routers {
  private Routers() {}

  /**
   * A router for quotes over the providers configured, or over every price list if there is no
   * file.
   */
  static ImageRouter quoting(Console console, @Nullable Config config, PriceCatalog catalog) {
    // Nothing is sent, so nothing ever waits.
    ImageRouter.Builder router =
        ImageRouter.builder((delayNanos, task) -> () -> {}, CostEstimator.of(catalog))
            .clock(console.clock());
    if (config == null) {
      for (String list : catalog.priceLists()) {
        router.provider(QuoteOnlyProvider.ofList(list, catalog));
      }
      return router.build();
    }
    for (ProviderSettings settings : config.providers()) {
      router.provider(
          QuoteOnlyProvider.of(settings.name(), settings.type(), models(settings, catalog)));
    }
    CalibrationSettings learnt = config.calibration();
    if (learnt != null) {
      router.calibration(learnt.load());
    }
    return router.policy(config.policy()).build();
  }

  /** The names that {@link #quoting} gives its providers, sorted. */
  static Set<String> quotable(@Nullable Config config, PriceCatalog catalog) {
    return config == null
        ? catalog.priceLists()
        : config.providers().stream()
            .map(ProviderSettings::name)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * A router that sends. Every budget is charged by every request that names none, so that a budget
   * in the file always counts.
   *
   * @throws CommandException if a provider's settings are wrong
   */
  static ImageRouter.Builder sending(
      Vertx vertx, Console console, Config config, PriceCatalog catalog) {
    ImageRouter.Builder router =
        ImageRouter.builder(vertx, CostEstimator.of(catalog))
            .clock(console.clock())
            .policy(config.policy())
            .ledger(InMemoryLedger.create(config.budgets(), console.clock()))
            .chargeByDefault(config.budgets().stream().map(Budget::scope).distinct().toList());
    for (ProviderSettings settings : config.providers()) {
      ImageProvider provider = provider(vertx, console, settings, models(settings, catalog));
      router.provider(provider);
    }
    Config.CacheSettings cache = config.cache();
    if (cache != null && cache.maxBytes() > 0) {
      router.cache(InMemoryImageCache.create(cache.maxBytes(), cache.ttl(), System::nanoTime));
    }
    return router;
  }

  private static Set<String> models(ProviderSettings settings, PriceCatalog catalog) {
    return settings.type() == ProviderType.AZURE_FOUNDRY
        ? settings.deployments().keySet()
        : settings.type().models(catalog);
  }

  private static ImageProvider provider(
      Vertx vertx, Console console, ProviderSettings settings, Set<String> models) {
    try {
      return switch (settings.type()) {
        case OPENAI -> openAi(vertx, console, settings, models);
        case AZURE_FOUNDRY -> azure(vertx, console, settings);
        case VERCEL_AI_GATEWAY -> vercel(vertx, console, settings, models);
        case FAL, WAVESPEED ->
            throw new IllegalStateException("sending is not available in this version");
      };
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CommandException.usage("providers.%s: %s".formatted(settings.name(), e.getMessage()));
    }
  }

  private static ImageProvider openAi(
      Vertx vertx, Console console, ProviderSettings settings, Set<String> models) {
    OpenAiOptions.Builder options =
        OpenAiOptions.builder()
            .name(settings.name())
            .key(settings.key())
            .models(models)
            .clock(console.clock());
    if (settings.baseUrl() != null) {
      options.baseUrl(settings.baseUrl());
    }
    if (settings.maxInFlight() != null) {
      options.maxInFlight(settings.maxInFlight());
    }
    if (settings.timeout() != null) {
      options.timeout(settings.timeout());
    }
    return OpenAiProvider.create(vertx, options.build());
  }

  private static ImageProvider azure(Vertx vertx, Console console, ProviderSettings settings) {
    AzureFoundryOptions.Builder options =
        AzureFoundryOptions.builder()
            .name(settings.name())
            .key(settings.key())
            .deployments(settings.deployments())
            .api(settings.api())
            .apiVersion(settings.apiVersion())
            .clock(console.clock());
    if (settings.baseUrl() != null) {
      options.endpoint(settings.baseUrl());
    }
    if (settings.maxInFlight() != null) {
      options.maxInFlight(settings.maxInFlight());
    }
    if (settings.timeout() != null) {
      options.timeout(settings.timeout());
    }
    return AzureFoundryProvider.create(vertx, options.build());
  }

  private static ImageProvider vercel(
      Vertx vertx, Console console, ProviderSettings settings, Set<String> models) {
    VercelGatewayOptions.Builder options =
        VercelGatewayOptions.builder()
            .name(settings.name())
            .key(settings.key())
            .models(models)
            .clock(console.clock());
    if (settings.baseUrl() != null) {
      options.baseUrl(settings.baseUrl());
    }
    if (settings.maxInFlight() != null) {
      options.maxInFlight(settings.maxInFlight());
    }
    if (settings.timeout() != null) {
      options.timeout(settings.timeout());
    }
    return VercelGatewayProvider.create(vertx, options.build());
  }
}

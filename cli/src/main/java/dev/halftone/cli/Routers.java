package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetLedger;
import dev.halftone.cache.InMemoryImageCache;
import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.ImageProvider;
import dev.halftone.router.BatchOptions;
import dev.halftone.router.ImageRouter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds routers: one that quotes and needs no key, and one that sends. */
final class Routers {
  /** A command sends one request, so nothing would come to share its batch. */
  private static final BatchOptions ALONE = new BatchOptions(1, Duration.ZERO);

  private Routers() {}

  /**
   * A router for quotes over the providers configured, or over every price list if there is no
   * file.
   */
  static ImageRouter quoting(Console console, @Nullable Config config, PriceCatalog catalog)
      throws Exception {
    // Nothing is sent, so nothing ever waits.
    ImageRouter.Builder router =
        ImageRouter.builder((delayNanos, task) -> () -> {}, CostEstimator.of(catalog))
            .clock(console.clock());
    quoted(config, catalog).forEach(router::provider);
    batches(config, catalog).forEach(router::batch);
    if (config == null) {
      return router.build();
    }
    CalibrationSettings learnt = config.calibration();
    if (learnt != null) {
      router.calibration(learnt.load());
    }
    return router.policy(config.policy()).build();
  }

  /** What the real adapters declare, so that a quote promises what a call would do. */
  static List<QuoteOnlyProvider> quoted(@Nullable Config config, PriceCatalog catalog)
      throws Exception {
    Vertx vertx = Waiting.vertx();
    try {
      return config == null
          ? catalog.priceLists().stream()
              .map(list -> QuoteOnlyProvider.ofList(vertx, list, catalog))
              .toList()
          : config.providers().stream()
              .map(settings -> QuoteOnlyProvider.of(provider(vertx, settings, catalog)))
              .toList();
    } finally {
      Waiting.await(vertx.close());
    }
  }

  /** The batch lanes wanted; their connections are closed, since nothing is sent. */
  private static List<BatchProvider> batches(@Nullable Config config, PriceCatalog catalog)
      throws Exception {
    if (config == null) {
      return List.of();
    }
    Vertx vertx = Waiting.vertx();
    try {
      return config.providers().stream()
          .map(settings -> settings.batches(vertx, catalog))
          .filter(Objects::nonNull)
          .toList();
    } finally {
      Waiting.await(vertx.close());
    }
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
   * A router that sends and spends from a ledger, which it does not close. Every budget is charged
   * by every request that names none, so that a budget in the file always counts.
   *
   * @throws CommandException if a provider's settings are wrong
   */
  static ImageRouter.Builder sending(
      Vertx vertx, Console console, Config config, BudgetLedger ledger, PriceCatalog catalog) {
    ImageRouter.Builder router =
        ImageRouter.builder(console.timers().apply(vertx), CostEstimator.of(catalog))
            .clock(console.clock())
            .ticker(console.ticker())
            .policy(config.policy())
            .ledger(ledger)
            .chargeByDefault(config.budgets().stream().map(Budget::scope).distinct().toList());
    for (ProviderSettings settings : config.providers()) {
      router.provider(provider(vertx, settings, catalog));
      BatchProvider batches = settings.batches(vertx, catalog);
      if (batches != null) {
        router.batch(batches, ALONE);
      }
    }
    Config.CacheSettings cache = config.cache();
    if (cache != null && cache.maxBytes() > 0) {
      router.cache(InMemoryImageCache.create(cache.maxBytes(), cache.ttl(), console.ticker()));
    }
    return router;
  }

  private static ImageProvider provider(
      Vertx vertx, ProviderSettings settings, PriceCatalog catalog) {
    try {
      return settings.provider(vertx, catalog);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw CommandException.usage("providers.%s: %s".formatted(settings.name(), e.getMessage()));
    }
  }
}

package dev.halftone.cli;

import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.BatchProvider;
import dev.halftone.image.ImageProvider;
import dev.halftone.provider.Secret;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One provider of the configuration.
 *
 * @param name what it is called there
 * @param key its key; shows itself never
 * @param baseUrl its address or endpoint, or null for the one of its type
 * @param timeout the longest one call may take, or null for what the request has left
 * @param prices a catalogue that overrides the shipped one, or null
 * @param adapter makes it, with everything else that was configured
 */
record ProviderSettings(
    String name,
    ProviderType type,
    Secret key,
    @Nullable String baseUrl,
    @Nullable Duration timeout,
    @Nullable Path prices,
    Adapter adapter) {

  /**
   * The adapter of a provider, ready to be made.
   *
   * @param priceList the list that its calls are billed by
   * @param models the models it serves; empty for all on its price list
   * @param batches makes its batch lane, or null if none is wanted
   */
  record Adapter(String priceList, Set<String> models, Maker maker, @Nullable BatchMaker batches) {
    Adapter(String priceList, Set<String> models, Maker maker) {
      this(priceList, models, maker, null);
    }
  }

  /** Makes a batch lane; sends nothing. */
  interface BatchMaker {
    BatchProvider make(Vertx vertx, Set<String> models);
  }

  /** Makes an adapter. */
  interface Maker {
    /**
     * Makes it; sends nothing.
     *
     * @throws IllegalStateException if something required is missing
     */
    ImageProvider make(Vertx vertx, Set<String> models);
  }

  String priceList() {
    return adapter.priceList();
  }

  /**
   * Makes the provider.
   *
   * @throws CommandException if the catalogue has no price for any model of it
   */
  ImageProvider provider(Vertx vertx, PriceCatalog catalog) {
    return adapter.maker().make(vertx, models(catalog));
  }

  /** Makes its batch lane; null if none is wanted. */
  @Nullable BatchProvider batches(Vertx vertx, PriceCatalog catalog) {
    BatchMaker batches = adapter.batches();
    return batches == null ? null : batches.make(vertx, models(catalog));
  }

  private Set<String> models(PriceCatalog catalog) {
    Set<String> models =
        adapter.models().isEmpty() ? models(priceList(), catalog) : adapter.models();
    if (models.isEmpty()) {
      throw CommandException.usage(
          "providers.%s: the catalogue has no price list '%s'; there are %s"
              .formatted(name, priceList(), String.join(", ", catalog.priceLists())));
    }
    return models;
  }

  /** Every model with a price there, those shut down included, so that their fate can be told. */
  static Set<String> models(String priceList, PriceCatalog catalog) {
    return catalog.prices().stream()
        .filter(price -> price.priceList().equals(priceList))
        .map(Price::model)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package dev.halftone.cli;

import dev.halftone.cost.CatalogException;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.PriceCatalog;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the catalogue to quote by: the shipped one under those that the configuration names. */
final class Catalogs {
  private Catalogs() {}

  /**
   * The catalogue for a configuration.
   *
   * @throws CommandException if a file is wrong, or if two providers that share a price list
   *     disagree on the file that overrides it
   */
  static PriceCatalog of(@Nullable Config config) {
    PriceCatalog catalog = PriceCatalog.shipped();
    if (config == null) {
      return catalog;
    }
    for (Path file : files(config)) {
      try {
        catalog = CatalogReader.overlay(catalog, file);
      } catch (CatalogException e) {
        throw CommandException.usage(String.valueOf(e.getMessage()));
      }
    }
    return catalog;
  }

  /** The catalogue files that the providers name, in their order. */
  static Set<Path> files(Config config) {
    Map<String, ProviderSettings> first = new HashMap<>();
    Set<Path> files = new LinkedHashSet<>();
    for (ProviderSettings provider : config.providers()) {
      ProviderSettings other = first.putIfAbsent(provider.priceList(), provider);
      if (other != null && !Objects.equals(other.prices(), provider.prices())) {
        throw CommandException.usage(
            "providers.%s.prices: differs from that of providers.%s, which has the same price list '%s'"
                .formatted(provider.name(), other.name(), provider.priceList()));
      }
      if (provider.prices() != null) {
        files.add(provider.prices());
      }
    }
    return files;
  }
}

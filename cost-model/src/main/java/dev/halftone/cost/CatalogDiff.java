package dev.halftone.cost;

import dev.halftone.cost.PriceFeed.Fact;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the catalogue with what a provider's own list says. A pure function: it fetches nothing
 * and changes nothing; a person decides which of the two is right.
 */
public final class CatalogDiff {
  private static final int TOKEN_SCALE = 9 - 6;

  private final PriceCatalog catalog;
  private final String priceList;
  private final LocalDate on;

  private CatalogDiff(PriceCatalog catalog, String priceList, LocalDate on) {
    this.catalog = catalog;
    this.priceList = priceList;
    this.on = on;
  }

  /**
   * The differences between one price list on one day and a feed, in the order of the feed; models
   * of ours that are alive and that a complete feed does not name come last.
   */
  public static List<CatalogDifference> of(
      PriceCatalog catalog, String priceList, PriceFeed feed, LocalDate on) {
    return new CatalogDiff(catalog, priceList, on).rows(feed);
  }

  private List<CatalogDifference> rows(PriceFeed feed) {
    List<CatalogDifference> rows = new ArrayList<>();
    Set<String> named = new HashSet<>();
    Set<String> dated = new HashSet<>();
    for (Fact fact : feed.facts()) {
      String model = modelOf(fact.model());
      if (model != null) {
        named.add(model);
      }
      if (fact.field().equals(PriceFeeds.SHUTDOWN)) {
        dated.add(fact.model());
      }
      String ours = model == null ? null : ours(model, fact.field());
      if (!fact.value().equals(ours)) {
        rows.add(
            new CatalogDifference(
                priceList,
                model == null ? fact.model() : model,
                fact.field(),
                ours,
                fact.value(),
                feed.source()));
      }
    }
    if (feed.complete()) {
      addMissing(rows, feed, named, dated);
    }
    return rows;
  }

  /** What ours has and a list that names everything has not. */
  private void addMissing(
      List<CatalogDifference> rows, PriceFeed feed, Set<String> named, Set<String> dated) {
    for (String model : catalog.aliveModels(priceList, on)) {
      if (!named.contains(model)) {
        rows.add(
            new CatalogDifference(
                priceList, model, PriceFeeds.LISTED, "true", null, feed.source()));
      }
    }
    if (dated.isEmpty()) {
      // The field is optional: a list without any day is one that does not tell days.
      return;
    }
    for (Fact fact : feed.facts()) {
      String model = fact.field().equals(PriceFeeds.LISTED) ? modelOf(fact.model()) : null;
      String ours = model == null ? null : ours(model, PriceFeeds.SHUTDOWN);
      if (model != null && ours != null && !dated.contains(fact.model())) {
        rows.add(
            new CatalogDifference(
                priceList, model, PriceFeeds.SHUTDOWN, ours, null, feed.source()));
      }
    }
  }

  /** The model that the provider means by that name; null if the catalogue does not know it. */
  private @Nullable String modelOf(String name) {
    for (Price price : catalog.prices()) {
      RouteNames names = price.names();
      if (price.priceList().equals(priceList) && names != null && names.contains(name)) {
        return price.model();
      }
    }
    // Gateways put the maker before the model.
    ModelCard card = catalog.model(name.substring(name.indexOf('/') + 1));
    return card == null ? null : card.id();
  }

  private @Nullable String ours(String model, String field) {
    if (field.equals(PriceFeeds.SHUTDOWN)) {
      LocalDate shutdown = catalog.shutdown(priceList, model);
      return shutdown == null ? null : shutdown.toString();
    }
    Price price = catalog.price(priceList, model, on);
    if (price == null) {
      return null;
    }
    if (field.equals(PriceFeeds.LISTED)) {
      return catalog.isAlive(priceList, model, on) ? "true" : null;
    }
    if (field.equals(PriceFeeds.BILLABLE_UNIT)) {
      return dollars(price.billableUnit());
    }
    if (field.startsWith(PriceFeeds.PER_IMAGE)) {
      return perImage(price, field);
    }
    Rates rates = price.rates();
    return switch (field) {
      case "text_input" -> perMillion(rates.textInput());
      case "image_input" -> perMillion(rates.imageInput());
      case "image_output" -> perMillion(rates.imageOutput());
      case "text_output" -> perMillion(rates.textOutput());
      case "cached_text_input" -> perMillion(rates.cachedTextInput());
      case "cached_image_input" -> perMillion(rates.cachedImageInput());
      default -> null;
    };
  }

  private static @Nullable String perImage(Price price, String field) {
    ImagePrices grid = price.perImage();
    if (grid == null) {
      return null;
    }
    for (Quality quality : grid.cells().keySet()) {
      for (ImageSize size : grid.cells().getOrDefault(quality, Map.of()).keySet()) {
        if (PriceFeeds.perImage(quality, size).equals(field)) {
          return dollars(grid.price(quality, size));
        }
      }
    }
    return null;
  }

  private static @Nullable String dollars(@Nullable Usd usd) {
    return usd == null ? null : PriceFeeds.plain(BigDecimal.valueOf(usd.nanos(), 9));
  }

  private static @Nullable String perMillion(@Nullable Usd perToken) {
    return perToken == null
        ? null
        : PriceFeeds.plain(BigDecimal.valueOf(perToken.nanos(), TOKEN_SCALE));
  }
}

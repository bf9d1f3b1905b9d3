package dev.halftone.cost;

import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The models known and what they cost on each price list, dated and with sources. Data, not code:
 * {@link #shipped()} is a resource that {@link CatalogReader} reads and that users overlay or
 * replace.
 *
 * <p>Immutable and thread-safe. No I/O but the first call of {@link #shipped()}.
 */
public final class PriceCatalog {
  /** Days after which an unchecked price is stale, unless said otherwise. */
  public static final int STALE_AFTER_DAYS = 180;

  /** Days before a shutdown from which it is warned of, unless said otherwise. */
  public static final int SHUTDOWN_WARNING_DAYS = 30;

  private final List<ModelCard> models;
  private final List<Price> prices;
  private final Map<String, ModelCard> cardsByName;
  private final Map<String, Map<String, Route>> routes;

  /** The reader has checked that ids are unique, references known and dates apart. */
  PriceCatalog(List<ModelCard> models, List<Price> prices) {
    this.models = List.copyOf(models);
    this.prices = List.copyOf(prices);
    cardsByName = new LinkedHashMap<>();
    for (ModelCard card : models) {
      cardsByName.put(card.id(), card);
      card.aliases().forEach(alias -> cardsByName.put(alias, card));
    }
    Map<String, Map<String, List<Price>>> grouped = new TreeMap<>();
    for (Price price : prices) {
      grouped
          .computeIfAbsent(price.priceList(), list -> new LinkedHashMap<>())
          .computeIfAbsent(price.model(), model -> new ArrayList<>())
          .add(price);
    }
    routes = new TreeMap<>();
    grouped.forEach((list, byModel) -> routes.put(list, routesOf(byModel)));
  }

  private Map<String, Route> routesOf(Map<String, List<Price>> byModel) {
    Map<String, Route> found = new LinkedHashMap<>();
    byModel.forEach(
        (model, entries) -> {
          ModelCard card = cardsByName.get(model);
          if (card == null) {
            throw new IllegalArgumentException("price of an unknown model " + model);
          }
          Route route = new Route(card, entries);
          found.put(model, route);
          card.aliases().forEach(alias -> found.put(alias, route));
        });
    return found;
  }

  /** The catalogue that comes with this version, read from the class path on the first call. */
  public static PriceCatalog shipped() {
    return Shipped.CATALOG;
  }

  /** Every model card, in the order of the catalogue, those shut down included. */
  public List<ModelCard> models() {
    return models;
  }

  /** Every price entry, in the order of the catalogue, those ended included. */
  public List<Price> prices() {
    return prices;
  }

  /** The names of the price lists, sorted. */
  public Set<String> priceLists() {
    return Collections.unmodifiableSet(routes.keySet());
  }

  /** The card of a model by its name or an alias; null if it is not known. */
  public @Nullable ModelCard model(String name) {
    return cardsByName.get(name);
  }

  /** The price on that day of a model by its name or an alias; null if none is known. */
  public @Nullable Price price(String priceList, String model, LocalDate on) {
    Route route = route(priceList, model);
    Route.Dated entry = route == null ? null : route.on(on);
    return entry == null ? null : entry.price();
  }

  /** The first day the model is gone on that list, if announced; the list's own day goes first. */
  public @Nullable LocalDate shutdown(String priceList, String model) {
    Route route = route(priceList, model);
    if (route != null) {
      return route.latest().standard().shutdown;
    }
    ModelCard card = cardsByName.get(model);
    return card == null ? null : card.shutdown();
  }

  /** Whether the model is known, has a price on that list that day, and is not shut down there. */
  public boolean isAlive(String priceList, String model, LocalDate on) {
    Route route = route(priceList, model);
    Route.Dated entry = route == null ? null : route.on(on);
    return entry != null && !entry.standard().isShutDown(on.toEpochDay());
  }

  /** The ids of the models alive on that list that day, in the order of the catalogue. */
  public List<String> aliveModels(String priceList, LocalDate on) {
    List<String> alive = new ArrayList<>();
    for (ModelCard card : models) {
      if (isAlive(priceList, card.id(), on)) {
        alive.add(card.id());
      }
    }
    return alive;
  }

  /** {@link #problems(LocalDate, int, int)} with the usual limits. */
  public List<CatalogProblem> problems(LocalDate on) {
    return problems(on, STALE_AFTER_DAYS, SHUTDOWN_WARNING_DAYS);
  }

  /**
   * What a person should look at: prices of living models that were not checked for more than
   * {@code staleAfterDays}, and models that go within {@code shutdownWithinDays}.
   */
  public List<CatalogProblem> problems(LocalDate on, int staleAfterDays, int shutdownWithinDays) {
    List<CatalogProblem> problems = new ArrayList<>();
    long today = on.toEpochDay();
    routes.forEach(
        (list, byName) -> {
          for (Route route : Set.copyOf(byName.values())) {
            Route.Dated entry = route.on(on);
            if (entry == null || entry.standard().isShutDown(today)) {
              continue;
            }
            addProblems(problems, entry, today - staleAfterDays, today + shutdownWithinDays);
          }
        });
    problems.sort(
        Comparator.comparing(CatalogProblem::priceList)
            .thenComparing(CatalogProblem::model)
            .thenComparing(CatalogProblem::kind));
    return problems;
  }

  private static void addProblems(
      List<CatalogProblem> problems, Route.Dated entry, long staleBefore, long shutdownUntil) {
    Tariff standard = entry.standard();
    String list = standard.priceList;
    String model = standard.card.id();
    // The lane checked longest ago counts.
    Tariff batch = entry.batch();
    Tariff oldest = batch != null && batch.checkedDay < standard.checkedDay ? batch : standard;
    if (oldest.checkedDay < staleBefore) {
      problems.add(
          new CatalogProblem(
              CatalogProblem.Kind.STALE_PRICE, list, model, oldest.checkedOn, oldest.staleWarning));
    }
    LocalDate shutdown = standard.shutdown;
    if (shutdown != null && standard.shutdownDay <= shutdownUntil) {
      problems.add(
          new CatalogProblem(
              CatalogProblem.Kind.SHUTS_DOWN_SOON,
              list,
              model,
              shutdown,
              standard.shutdownWarning));
    }
  }

  /** No allocation, and no date: the same for a model alive or gone. */
  @Nullable Route route(String priceList, String model) {
    Map<String, Route> byModel = routes.get(priceList);
    return byModel == null ? null : byModel.get(model);
  }

  /** The names of the models alive that day on that list, or on any if it is null. */
  Set<String> aliveNames(@Nullable String priceList, LocalDate on) {
    Set<String> names = new TreeSet<>();
    for (String list : priceList == null ? routes.keySet() : Set.of(priceList)) {
      names.addAll(aliveModels(list, on));
    }
    return names;
  }

  /** The first of the chain of successors that is not shut down by then; null if none. */
  @Nullable String livingSuccessor(ModelCard card, LocalDate on) {
    ModelCard next = card;
    for (int step = 0; step < models.size() && next != null; step++) {
      LocalDate shutdown = next.shutdown();
      if (next != card && (shutdown == null || on.isBefore(shutdown))) {
        return next.id();
      }
      next = next.successor() == null ? null : cardsByName.get(next.successor());
    }
    return null;
  }

  private static final class Shipped {
    static final PriceCatalog CATALOG = read();

    private static PriceCatalog read() {
      InputStream resource = PriceCatalog.class.getResourceAsStream("catalog.json");
      return CatalogReader.read("catalog.json", resource);
    }
  }
}

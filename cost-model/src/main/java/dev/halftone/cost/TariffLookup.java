package dev.halftone.cost;

import dev.halftone.cost.QuoteException.Reason;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the tariff of a model on a price list and day, or says why there is none. */
final class TariffLookup {
  private final PriceCatalog catalog;

  TariffLookup(PriceCatalog catalog) {
    this.catalog = catalog;
  }

  /** For a new request: a model that is shut down by that day is refused. */
  Tariff living(String priceList, String model, boolean batch, LocalDate on) {
    Route route = catalog.route(priceList, model);
    if (route == null) {
      throw noRoute(priceList, model, on);
    }
    Route.Dated entry = route.on(on);
    Tariff standard = entry == null ? route.latest().standard() : entry.standard();
    LocalDate shutdown = standard.shutdown;
    if (shutdown != null && standard.isShutDown(on.toEpochDay())) {
      throw shutDown(priceList, model, route.card, shutdown, on);
    }
    return lane(entry, route, priceList, batch, on);
  }

  /** For a bill that has come in: a model may have been shut down since the call. */
  Tariff billed(String priceList, String model, boolean batch, LocalDate on) {
    Route route = catalog.route(priceList, model);
    if (route == null) {
      throw noRoute(priceList, model, on);
    }
    return lane(route.on(on), route, priceList, batch, on);
  }

  private static Tariff lane(
      Route.@Nullable Dated entry, Route route, String priceList, boolean batch, LocalDate on) {
    if (entry == null) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "no price of %s on %s is known for %s; the latest entry is from %s"
              .formatted(route.card, priceList, on, route.latest().price().from()));
    }
    String unknown = entry.standard().unknown;
    if (unknown != null) {
      throw new QuoteException(
          Reason.UNKNOWN_PRICE,
          "the price of %s on %s is not known: %s".formatted(route.card, priceList, unknown));
    }
    if (!batch) {
      return entry.standard();
    }
    Tariff lane = entry.batch();
    if (lane == null) {
      throw new QuoteException(
          Reason.BATCH,
          "no batch price of %s on %s is known; ask without batch"
              .formatted(route.card, priceList));
    }
    return lane;
  }

  private QuoteException noRoute(String priceList, String model, LocalDate on) {
    ModelCard card = catalog.model(model);
    if (card == null) {
      return unknownModel(priceList, model, on);
    }
    if (!catalog.priceLists().contains(priceList)) {
      return new QuoteException(
          Reason.UNKNOWN_PRICE,
          "price list '%s' is not known; there are %s"
              .formatted(NearestName.shown(priceList), join(catalog.priceLists())));
    }
    LocalDate shutdown = card.shutdown();
    if (shutdown != null && !on.isBefore(shutdown)) {
      return shutDown(priceList, model, card, shutdown, on);
    }
    return new QuoteException(
        Reason.UNKNOWN_PRICE,
        // Joined by hand: a router meets this for each pair it considers in vain.
        "no price of "
            + card
            + " on "
            + priceList
            + " is known, and none is guessed; priced there: "
            + join(catalog.aliveNames(priceList, on)));
  }

  private QuoteException unknownModel(String priceList, String model, LocalDate on) {
    Set<String> alive = catalog.aliveNames(priceList, on);
    String nearest = NearestName.of(model, alive.isEmpty() ? catalog.aliveNames(null, on) : alive);
    return new QuoteException(
        Reason.UNKNOWN_MODEL,
        "model '%s' is not known%s"
            .formatted(
                NearestName.shown(model),
                nearest == null ? "" : "; the nearest that is alive is " + nearest));
  }

  private QuoteException shutDown(
      String priceList, String model, ModelCard card, LocalDate shutdown, LocalDate on) {
    String successor = catalog.livingSuccessor(card, on);
    return new QuoteException(
        Reason.SHUT_DOWN,
        "%s was shut down on %s on %s%s"
            .formatted(
                model,
                priceList,
                shutdown,
                successor == null
                    ? "; alive there: " + join(catalog.aliveNames(priceList, on))
                    : "; its successor is " + successor));
  }

  private static String join(Set<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}

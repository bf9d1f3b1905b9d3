package dev.halftone.cost;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All prices of one model on one price list, oldest first. */
final class Route {
  final ModelCard card;
  private final List<Dated> entries;

  Route(ModelCard card, List<Price> prices) {
    this.card = card;
    List<Dated> dated = new ArrayList<>();
    for (Price price : prices) {
      dated.add(new Dated(price, Tariff.standard(card, price), Tariff.batch(card, price)));
    }
    dated.sort(Comparator.comparing((Dated entry) -> entry.price.from()));
    entries = List.copyOf(dated);
  }

  /** The entry that holds on the day; null if none does. */
  @Nullable Dated on(LocalDate day) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).price.holdsOn(day)) {
        return entries.get(i);
      }
    }
    return null;
  }

  Dated latest() {
    return entries.get(entries.size() - 1);
  }

  /** A price and its two lanes. */
  record Dated(Price price, Tariff standard, @Nullable Tariff batch) {}
}

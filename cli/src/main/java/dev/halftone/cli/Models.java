package dev.halftone.cli;

import dev.halftone.cost.PriceCatalog;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses a model that no route could ever serve, naming the nearest that is alive. */
final class Models {
  private Models() {}

  static void check(@Nullable String model, PriceCatalog catalog, LocalDate today) {
    String unknown = model == null ? null : unknown(model, catalog, today);
    if (unknown != null) {
      throw CommandException.usage("--model: " + unknown);
    }
  }

  /** What to say of a model that is not known; null if it is. */
  static @Nullable String unknown(String model, PriceCatalog catalog, LocalDate today) {
    if (catalog.model(model) != null) {
      return null;
    }
    Set<String> alive = new TreeSet<>();
    catalog.priceLists().forEach(list -> alive.addAll(catalog.aliveModels(list, today)));
    return "'%s' is not known; the nearest that is alive is '%s'; there are auto, %s"
        .formatted(model, Spelling.nearest(model, alive), String.join(", ", alive));
  }
}

package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.CatalogProblem;
import dev.halftone.cost.ModelCard;
import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.cost.Rates;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The catalogue as one JSON document. Rates are US dollars per token, unrounded. */
final class CatalogJson {
  private CatalogJson() {}

  static ObjectNode of(PriceCatalog catalog, List<CatalogProblem> problems, LocalDate today) {
    ObjectNode document = Json.object().put("today", today.toString());
    ArrayNode models = document.putArray("models");
    catalog.models().forEach(card -> models.add(model(card)));
    ArrayNode prices = document.putArray("prices");
    for (Price price : catalog.prices()) {
      if (price.holdsOn(today)) {
        prices.add(price(price, catalog, today));
      }
    }
    ArrayNode found = document.putArray("problems");
    for (CatalogProblem problem : problems) {
      found
          .addObject()
          .put("kind", problem.kind().name().toLowerCase(Locale.ROOT))
          .put("price_list", problem.priceList())
          .put("model", problem.model())
          .put("date", problem.date().toString())
          .put("message", problem.message());
    }
    return document;
  }

  private static ObjectNode model(ModelCard card) {
    ObjectNode node = Json.object().put("model", card.id());
    node.set("aliases", Json.texts(card.aliases()));
    node.put("released", text(card.released()))
        .put("shutdown", text(card.shutdown()))
        .put("successor", card.successor());
    node.set("qualities", Json.texts(card.qualities()));
    node.put("sizes", card.sizes().describe())
        .put("max_images", card.maxImages())
        .put("max_prompt_chars", card.maxPromptChars())
        .put("max_input_images", card.maxInputImages());
    ArrayNode sources = node.putArray("sources");
    card.sources()
        .forEach(
            source ->
                sources
                    .addObject()
                    .put("about", source.about())
                    .put("source", source.source())
                    .put("checked_on", source.checkedOn().toString())
                    .put("confidence", source.confidence().toString()));
    return node;
  }

  private static ObjectNode price(Price price, PriceCatalog catalog, LocalDate today) {
    ObjectNode node =
        Json.object()
            .put("price_list", price.priceList())
            .put("model", price.model())
            .put("alive", catalog.isAlive(price.priceList(), price.model(), today))
            .put("from", price.from().toString())
            .put("checked_on", price.checkedOn().toString())
            .put("source", price.source())
            .put("confidence", price.confidence().toString())
            .put("shutdown", text(catalog.shutdown(price.priceList(), price.model())));
    node.set("usd_per_token", rates(price.rates()));
    if (price.batch() == null) {
      node.putNull("batch_usd_per_token");
    } else {
      node.set("batch_usd_per_token", rates(price.batch().rates()));
    }
    return node;
  }

  private static ObjectNode rates(Rates rates) {
    return Json.object()
        .put("text_input", text(rates.textInput()))
        .put("image_input", text(rates.imageInput()))
        .put("image_output", text(rates.imageOutput()))
        .put("text_output", text(rates.textOutput()));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}

package dev.halftone.cost;

import static dev.halftone.cost.CatalogValues.amount;
import static dev.halftone.cost.CatalogValues.amountOrZero;
import static dev.halftone.cost.CatalogValues.confidence;
import static dev.halftone.cost.CatalogValues.date;
import static dev.halftone.cost.CatalogValues.dateOrNull;
import static dev.halftone.cost.CatalogValues.perToken;
import static dev.halftone.cost.CatalogValues.textOrNull;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a price entry. */
final class PriceReader {
  private static final Set<String> KEYS =
      Set.of(
          "price_list",
          "model",
          "names",
          "from",
          "to",
          "shutdown",
          "checked_on",
          "source",
          "confidence",
          "usd_per_million",
          "usd_per_image",
          "usd_per_input_image",
          "unknown",
          "rounding",
          "billable_unit_usd",
          "assumed",
          "batch",
          "thinking");
  private static final List<String> KINDS = List.of("usd_per_million", "usd_per_image", "unknown");
  private static final String ANY = "any";

  private PriceReader() {}

  static Price read(LocatedJson json, Map<String, ModelCard> cards) {
    json.closed(KEYS);
    ModelCard card = card(json.get("model"), cards);
    requireOneKind(json);
    LocalDate from = date(json.get("from"));
    LocalDate checkedOn = date(json.get("checked_on"));
    String source = json.get("source").text();
    Confidence confidence = confidence(json.get("confidence"));
    LocatedJson perMillion = json.find("usd_per_million");
    LocatedJson unit = json.find("billable_unit_usd");
    LocatedJson assumed = json.find("assumed");
    LocatedJson batch = json.find("batch");
    if (batch != null && perMillion == null) {
      throw batch.wrong("needs usd_per_million beside it");
    }
    LocatedJson thinking = json.find("thinking");
    ThinkingRule rule = thinking == null ? ThinkingRule.NONE : ThinkingReader.read(thinking, card);
    if (thinking != null && rule.via() == ThinkingRoute.RESPONSES && perMillion == null) {
      throw thinking.wrong("via responses needs usd_per_million beside it");
    }
    return new Price(
        json.get("price_list").text(),
        card.id(),
        names(json.find("names")),
        from,
        after(from, json, "to"),
        checkedOn,
        source,
        confidence,
        perMillion == null ? Rates.NONE : rates(perMillion),
        perImage(json, card),
        textOrNull(json, "unknown"),
        rounding(json.find("rounding")),
        unit == null ? null : amount(unit),
        assumed == null
            ? List.of()
            : assumed.elements().stream().map(CatalogValues::tokenKind).toList(),
        batch == null ? null : batch(batch, checkedOn, source, confidence),
        rule,
        after(from, json, "shutdown"));
  }

  private static ModelCard card(LocatedJson model, Map<String, ModelCard> cards) {
    ModelCard card = cards.get(model.text());
    if (card == null) {
      throw model.wrong(
          "'%s' is not the id of a model; nearest is %s"
              .formatted(
                  NearestName.shown(model.text()), NearestName.of(model.text(), cards.keySet())));
    }
    return card;
  }

  private static void requireOneKind(LocatedJson json) {
    List<String> given = KINDS.stream().filter(kind -> json.find(kind) != null).toList();
    if (given.size() == 1) {
      return;
    }
    throw given.isEmpty()
        ? json.wrong("must have one of " + String.join(", ", KINDS))
        : json.get(given.get(1)).wrong("cannot stand beside " + given.get(0));
  }

  private static @Nullable RouteNames names(@Nullable LocatedJson json) {
    if (json == null) {
      return null;
    }
    json.closed(Set.of("generation", "edit"));
    String generation = json.get("generation").text();
    String edit = textOrNull(json, "edit");
    return new RouteNames(generation, edit == null ? generation : edit);
  }

  private static @Nullable PriceRounding rounding(@Nullable LocatedJson json) {
    if (json == null) {
      return null;
    }
    json.closed(Set.of("up_to_usd", "per"));
    LocatedJson per = json.get("per");
    boolean perImage = per.text().equals("image");
    boolean certain = perImage || per.text().equals("request");
    if (!certain && !per.text().equals("unknown")) {
      throw per.wrong(
          "'%s' is not request, image or unknown".formatted(NearestName.shown(per.text())));
    }
    return new PriceRounding(amount(json.get("up_to_usd")), perImage, certain);
  }

  private static @Nullable ImagePrices perImage(LocatedJson json, ModelCard card) {
    LocatedJson grid = json.find("usd_per_image");
    LocatedJson input = json.find("usd_per_input_image");
    if (grid == null) {
      if (input != null) {
        throw input.wrong("needs usd_per_image beside it");
      }
      return null;
    }
    Map<Quality, Map<ImageSize, Usd>> cells = new EnumMap<>(Quality.class);
    for (Map.Entry<String, LocatedJson> row : grid.members().entrySet()) {
      Quality quality =
          row.getKey().equals(Quality.AUTO.toString())
              ? Quality.AUTO
              : CatalogValues.offered(row.getValue(), row.getKey(), card.qualities());
      Map<ImageSize, Usd> prices = new HashMap<>();
      for (Map.Entry<String, LocatedJson> cell : row.getValue().members().entrySet()) {
        LocatedJson place = cell.getValue();
        ImageSize size =
            cell.getKey().equals(ANY) ? ImageSize.AUTO : CatalogValues.size(place, cell.getKey());
        String refusal = card.sizes().refusal(size);
        if (refusal != null) {
          throw place.wrong(refusal);
        }
        if (prices.put(size, amount(place)) != null) {
          throw place.wrong("is given twice");
        }
      }
      cells.put(quality, prices);
    }
    return new ImagePrices(cells, input == null ? null : amountOrZero(input));
  }

  private static @Nullable LocalDate after(LocalDate from, LocatedJson json, String name) {
    LocalDate date = dateOrNull(json, name);
    if (date != null && !date.isAfter(from)) {
      throw json.get(name).wrong("%s is not after from, %s".formatted(date, from));
    }
    return date;
  }

  private static Rates rates(LocatedJson json) {
    json.closed(
        Set.of(
            "text_input",
            "image_input",
            "image_output",
            "text_output",
            "cached_text_input",
            "cached_image_input"));
    if (json.members().isEmpty()) {
      throw json.wrong("must name at least one rate");
    }
    return new Rates(
        rate(json, "text_input"),
        rate(json, "image_input"),
        rate(json, "image_output"),
        rate(json, "text_output"),
        rate(json, "cached_text_input"),
        rate(json, "cached_image_input"));
  }

  private static @Nullable Usd rate(LocatedJson json, String name) {
    LocatedJson member = json.find(name);
    return member == null ? null : perToken(member);
  }

  /** What the batch lane does not say of itself, the entry says for it. */
  private static BatchPrice batch(
      LocatedJson json, LocalDate checkedOn, String source, Confidence confidence) {
    json.closed(Set.of("usd_per_million", "checked_on", "source", "confidence"));
    LocatedJson ownDate = json.find("checked_on");
    LocatedJson ownSource = json.find("source");
    LocatedJson ownConfidence = json.find("confidence");
    return new BatchPrice(
        rates(json.get("usd_per_million")),
        ownDate == null ? checkedOn : date(ownDate),
        ownSource == null ? source : ownSource.text(),
        ownConfidence == null ? confidence : confidence(ownConfidence));
  }
}

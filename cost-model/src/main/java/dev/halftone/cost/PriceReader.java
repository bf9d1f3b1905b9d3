package dev.halftone.cost;

import static dev.halftone.cost.CatalogValues.confidence;
import static dev.halftone.cost.CatalogValues.date;
import static dev.halftone.cost.CatalogValues.dateOrNull;
import static dev.halftone.cost.CatalogValues.perToken;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a price entry. */
final class PriceReader {
  private static final Set<String> KEYS =
      Set.of(
          "price_list",
          "model",
          "from",
          "to",
          "shutdown",
          "checked_on",
          "source",
          "confidence",
          "usd_per_million",
          "assumed",
          "batch");

  private PriceReader() {}

  static Price read(LocatedJson json) {
    json.closed(KEYS);
    LocalDate from = date(json.get("from"));
    LocalDate checkedOn = date(json.get("checked_on"));
    String source = json.get("source").text();
    Confidence confidence = confidence(json.get("confidence"));
    LocatedJson assumed = json.find("assumed");
    LocatedJson batch = json.find("batch");
    return new Price(
        json.get("price_list").text(),
        json.get("model").text(),
        from,
        after(from, json, "to"),
        checkedOn,
        source,
        confidence,
        rates(json.get("usd_per_million")),
        assumed == null
            ? List.of()
            : assumed.elements().stream().map(CatalogValues::tokenKind).toList(),
        batch == null ? null : batch(batch, checkedOn, source, confidence),
        after(from, json, "shutdown"));
  }

  private static @Nullable LocalDate after(LocalDate from, LocatedJson json, String name) {
    LocalDate date = dateOrNull(json, name);
    if (date != null && !date.isAfter(from)) {
      throw json.get(name).wrong("%s is not after from, %s".formatted(date, from));
    }
    return date;
  }

  private static Rates rates(LocatedJson json) {
    json.closed(Set.of("text_input", "image_input", "image_output", "text_output"));
    LocatedJson imageInput = json.find("image_input");
    LocatedJson textOutput = json.find("text_output");
    return new Rates(
        perToken(json.get("text_input")),
        imageInput == null ? null : perToken(imageInput),
        perToken(json.get("image_output")),
        textOutput == null ? null : perToken(textOutput));
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

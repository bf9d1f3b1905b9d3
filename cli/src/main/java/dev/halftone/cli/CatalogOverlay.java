package dev.halftone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.CatalogDifference;
import dev.halftone.cost.CatalogException;
import dev.halftone.cost.CatalogReader;
import dev.halftone.cost.PriceCatalog;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Drafts a catalogue file of what providers list otherwise, for a person to review. A rate changes
 * from today on and leaves the past as it was; a day of shutdown changes in place. What a price
 * entry cannot say, such as a model that is new or no longer listed, is left to the person.
 *
 * <p>Each entry drafted was read back by {@link CatalogReader}. Pure; no I/O.
 */
final class CatalogOverlay {
  private static final String SHUTDOWN = "shutdown";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String CHECKED_ON = "checked_on";
  private static final String SOURCE = "source";
  private static final String RATES = "usd_per_million";
  private static final String ASSUMED = "assumed";
  private static final Set<String> RATE_FIELDS =
      Set.of(
          "text_input",
          "image_input",
          "image_output",
          "text_output",
          "cached_text_input",
          "cached_image_input");

  private final PriceCatalog catalog;
  private final List<JsonNode> documents;
  private final LocalDate today;
  private final ArrayNode prices = Json.array();
  private final List<CatalogDifference> unwritten = new ArrayList<>();

  private CatalogOverlay(PriceCatalog catalog, List<JsonNode> documents, LocalDate today) {
    this.catalog = catalog;
    this.documents = documents;
    this.today = today;
  }

  /**
   * A draft.
   *
   * @param document the catalogue file, or null if nothing could be put into one
   * @param unwritten what could not
   */
  record Draft(@Nullable ObjectNode document, List<CatalogDifference> unwritten) {}

  /**
   * Drafts a file.
   *
   * @param documents the catalogue files in use, each laid over those before it
   */
  static Draft of(
      PriceCatalog catalog,
      List<JsonNode> documents,
      List<CatalogDifference> differences,
      LocalDate today) {
    CatalogOverlay overlay = new CatalogOverlay(catalog, documents, today);
    differences.stream()
        .collect(
            Collectors.groupingBy(
                one -> one.priceList() + '\n' + one.model(),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .forEach(overlay::add);
    if (overlay.prices.isEmpty()) {
      return new Draft(null, overlay.unwritten);
    }
    ObjectNode document = overlay.document(overlay.prices);
    return new Draft(document, overlay.unwritten);
  }

  private ObjectNode document(ArrayNode entries) {
    ObjectNode document = Json.object().put("format", 1);
    ArrayNode about = document.putArray("about");
    about.add("Drafted on %s from providers' own lists; review before use.".formatted(today));
    about.add("A price entry's checked_on is the day its rates were read, not its shutdown.");
    for (CatalogDifference one : unwritten) {
      about.add("Not in this file: " + Plain.text(one.toString()));
    }
    document.putArray("models");
    document.set("prices", entries);
    return document;
  }

  /** All differences of one model on one list. */
  private void add(List<CatalogDifference> differences) {
    CatalogDifference any = differences.get(0);
    List<ObjectNode> entries = entries(any.priceList(), any.model());
    ObjectNode current = null;
    for (ObjectNode entry : entries) {
      current = holds(entry) ? entry : current;
    }
    Map<String, CatalogDifference> rates = new LinkedHashMap<>();
    CatalogDifference shutdown = null;
    for (CatalogDifference one : differences) {
      if (current == null || one.theirs() == null) {
        unwritten.add(one);
      } else if (one.field().equals(SHUTDOWN)) {
        shutdown = one;
      } else if (RATE_FIELDS.contains(one.field()) && current.path(RATES).isObject()) {
        rates.put(one.field(), one);
      } else {
        unwritten.add(one);
      }
    }
    if (current == null || (rates.isEmpty() && shutdown == null)) {
      return;
    }
    ObjectNode changed = rates.isEmpty() ? current : successor(current, entries);
    rates.forEach((field, one) -> setRate(changed, field, String.valueOf(one.theirs())));
    if (!rates.isEmpty()) {
      keepBatch(changed);
      changed.put(CHECKED_ON, today.toString());
    }
    List<String> fields = new ArrayList<>(rates.keySet());
    if (shutdown != null) {
      changed.put(SHUTDOWN, shutdown.theirs());
      fields.add(SHUTDOWN);
    }
    changed.put(
        SOURCE,
        "%s, read on %s, for %s; the rest: %s"
            .formatted(
                any.source(), today, String.join(", ", fields), changed.path(SOURCE).asText()));
    keepIfSound(entries, differences);
  }

  private void keepIfSound(List<ObjectNode> entries, List<CatalogDifference> differences) {
    ArrayNode alone = Json.array();
    alone.addAll(entries);
    try {
      CatalogReader.overlay(catalog, "overlay", Json.text(document(alone)));
      prices.addAll(entries);
    } catch (CatalogException e) {
      differences.stream().filter(one -> !unwritten.contains(one)).forEach(unwritten::add);
    }
  }

  /** Copies of the entries in use. */
  private List<ObjectNode> entries(String list, String model) {
    List<ObjectNode> entries = new ArrayList<>();
    for (JsonNode document : documents) {
      List<ObjectNode> own = new ArrayList<>();
      for (JsonNode price : document.path("prices")) {
        if (price instanceof ObjectNode entry
            && entry.path("price_list").asText().equals(list)
            && entry.path("model").asText().equals(model)) {
          own.add(entry.deepCopy());
        }
      }
      if (!own.isEmpty()) {
        entries = own;
      }
    }
    return entries;
  }

  private boolean holds(ObjectNode entry) {
    return !today.isBefore(LocalDate.parse(entry.path(FROM).asText()))
        && (!entry.has(TO) || today.isBefore(LocalDate.parse(entry.path(TO).asText())));
  }

  /** Ends an entry today and starts one like it; the same entry if it starts today itself. */
  private ObjectNode successor(ObjectNode current, List<ObjectNode> entries) {
    if (current.path(FROM).asText().equals(today.toString())) {
      return current;
    }
    ObjectNode next = current.deepCopy();
    next.put(FROM, today.toString());
    current.put(TO, today.toString());
    entries.add(entries.indexOf(current) + 1, next);
    return next;
  }

  private static void setRate(ObjectNode entry, String field, String usdPerMillion) {
    ((ObjectNode) entry.path(RATES)).put(field, usdPerMillion);
    ArrayNode assumed = Json.array();
    entry
        .path(ASSUMED)
        .forEach(
            kind -> {
              if (!kind.asText().equals(field)) {
                assumed.add(kind);
              }
            });
    if (assumed.isEmpty()) {
      entry.remove(ASSUMED);
    } else {
      entry.set(ASSUMED, assumed);
    }
  }

  /** The batch lane was not read, so it keeps the day and the source it had from its entry. */
  private static void keepBatch(ObjectNode entry) {
    if (entry.path("batch") instanceof ObjectNode batch) {
      for (String name : List.of(CHECKED_ON, SOURCE)) {
        if (!batch.has(name)) {
          batch.set(name, entry.path(name));
        }
      }
    }
  }
}

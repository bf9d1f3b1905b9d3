package dev.halftone.cost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a catalogue of models and prices from JSON, strictly: a key it does not know, a wrong type,
 * a price that is not positive or not exact, or dates that contradict each other refuse the whole
 * file with its line and field.
 *
 * <p>Stateless and thread-safe. Does file I/O, so keep it off event loops.
 */
public final class CatalogReader {
  private static final int FORMAT = 1;

  private CatalogReader() {}

  /**
   * Reads a catalogue that stands alone.
   *
   * @throws CatalogException if it cannot be read or is wrong
   */
  public static PriceCatalog read(Path file) {
    return read(null, file);
  }

  /**
   * Reads a file over a base: a model card replaces the one of the same id; the price entries of
   * one model on one price list replace all the base has of that pair. Everything else stays.
   *
   * @throws CatalogException if it cannot be read or is wrong
   */
  public static PriceCatalog overlay(PriceCatalog base, Path file) {
    return read(base, file);
  }

  /** As {@link #overlay(PriceCatalog, Path)}, from a text; {@code name} stands in for the file. */
  public static PriceCatalog overlay(PriceCatalog base, String name, String json) {
    return read(base, name, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a catalogue that stands alone from a text; {@code name} stands in for the file. */
  public static PriceCatalog read(String name, String json) {
    return read(null, name, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  static PriceCatalog read(String name, @Nullable InputStream json) {
    if (json == null) {
      throw new CatalogException(name, 0, "(document)", "is not on the class path");
    }
    return read(null, name, json);
  }

  private static PriceCatalog read(@Nullable PriceCatalog base, Path file) {
    try (InputStream json = Files.newInputStream(file)) {
      return read(base, file.toString(), json);
    } catch (IOException e) {
      throw new CatalogException(file.toString(), 0, "(document)", "cannot be read: " + e);
    }
  }

  private static PriceCatalog read(@Nullable PriceCatalog base, String name, InputStream json) {
    LocatedJson document =
        LocatedJson.read(name, json).closed(Set.of("format", "about", "models", "prices"));
    document.get("format").integer(FORMAT, FORMAT);
    LocatedJson about = document.find("about");
    if (about != null) {
      about.texts();
    }
    List<LocatedJson> models = elements(document, "models");
    List<LocatedJson> prices = elements(document, "prices");

    Map<String, ModelCard> cards = cards(base, models);
    for (LocatedJson model : models) {
      requireSuccessor(model, cards);
    }
    Map<String, List<Price>> entries = new LinkedHashMap<>();
    if (base != null) {
      base.prices().forEach(price -> group(entries, price).add(price));
    }
    Map<String, List<Price>> own = new LinkedHashMap<>();
    for (LocatedJson element : prices) {
      Price price = PriceReader.read(element);
      if (!cards.containsKey(price.model())) {
        throw element
            .get("model")
            .wrong(
                "'%s' is not the id of a model; nearest is %s"
                    .formatted(price.model(), NearestName.of(price.model(), cards.keySet())));
      }
      requireApart(element, price, group(own, price));
      group(own, price).add(price);
    }
    entries.putAll(own);
    return new PriceCatalog(
        List.copyOf(cards.values()), entries.values().stream().flatMap(List::stream).toList());
  }

  private static List<LocatedJson> elements(LocatedJson document, String name) {
    LocatedJson list = document.find(name);
    return list == null ? List.of() : list.elements();
  }

  private static List<Price> group(Map<String, List<Price>> groups, Price price) {
    return groups.computeIfAbsent(
        price.priceList() + '\n' + price.model(), pair -> new ArrayList<>());
  }

  private static Map<String, ModelCard> cards(
      @Nullable PriceCatalog base, List<LocatedJson> models) {
    Map<String, ModelCard> cards = new LinkedHashMap<>();
    if (base != null) {
      base.models().forEach(card -> cards.put(card.id(), card));
    }
    Map<String, LocatedJson> places = new LinkedHashMap<>();
    for (LocatedJson model : models) {
      ModelCard card = ModelReader.read(model);
      if (places.put(card.id(), model) != null) {
        throw model.get("id").wrong("'%s' is given twice".formatted(card.id()));
      }
      cards.put(card.id(), card);
    }
    Map<String, String> owners = new HashMap<>();
    for (ModelCard card : cards.values()) {
      claim(owners, card.id(), card, places);
      card.aliases().forEach(alias -> claim(owners, alias, card, places));
    }
    return cards;
  }

  private static void claim(
      Map<String, String> owners, String name, ModelCard card, Map<String, LocatedJson> places) {
    String owner = owners.putIfAbsent(name, card.id());
    if (owner != null) {
      // The base agrees with itself, so one of the two comes from this file.
      LocatedJson place = places.containsKey(card.id()) ? places.get(card.id()) : places.get(owner);
      throw Objects.requireNonNull(place)
          .wrong("'%s' names both %s and %s".formatted(name, owner, card.id()));
    }
  }

  private static void requireSuccessor(LocatedJson model, Map<String, ModelCard> cards) {
    LocatedJson successor = model.find("successor");
    if (successor == null) {
      return;
    }
    String name = successor.text();
    if (!cards.containsKey(name) || name.equals(model.get("id").text())) {
      throw successor.wrong("'%s' is not the id of another model".formatted(name));
    }
  }

  private static void requireApart(LocatedJson place, Price price, List<Price> others) {
    for (Price other : others) {
      boolean endsBefore = price.to() != null && !other.from().isBefore(price.to());
      boolean startsAfter = other.to() != null && !price.from().isBefore(other.to());
      if (!endsBefore && !startsAfter) {
        throw place
            .get("from")
            .wrong(
                "%s overlaps the entry of %s on %s from %s; end that one with \"to\""
                    .formatted(price.from(), price.model(), price.priceList(), other.from()));
      }
    }
  }
}

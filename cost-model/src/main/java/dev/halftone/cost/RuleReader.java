package dev.halftone.cost;

import static dev.halftone.cost.CatalogValues.quality;
import static dev.halftone.cost.CatalogValues.size;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the rules of a model card: which sizes, and how tokens are counted. */
final class RuleReader {
  private static final int MAX_TOKENS = 1_000_000;
  private static final long MAX_PIXELS = 1L << 30;

  private RuleReader() {}

  static SizeRule sizes(LocatedJson json) {
    LocatedJson fixed = json.find("fixed");
    if (fixed != null) {
      json.closed(Set.of("fixed"));
      List<ImageSize> sizes = fixed.elements().stream().map(CatalogValues::size).toList();
      if (sizes.isEmpty() || new HashSet<>(sizes).size() != sizes.size()) {
        throw fixed.wrong("must name at least one size and none twice");
      }
      return new FixedSizes(sizes);
    }
    json.closed(Set.of("multiple", "max_edge", "max_ratio", "min_pixels", "max_pixels"));
    try {
      return new FlexibleSizes(
          json.get("multiple").integer(1, 1024),
          json.get("max_edge").integer(1, 1 << 16),
          json.get("max_ratio").integer(1, 100),
          json.get("min_pixels").number(1, MAX_PIXELS),
          json.get("max_pixels").number(1, MAX_PIXELS));
    } catch (IllegalArgumentException e) {
      throw json.wrong(String.valueOf(e.getMessage()));
    }
  }

  static TokenRule outputTokens(LocatedJson json, SizeRule sizes, List<Quality> qualities) {
    LocatedJson rule = json.get("rule");
    return switch (rule.text()) {
      case "formula" -> {
        json.closed(Set.of("rule", "factors"));
        yield new FormulaTokens(factors(json.get("factors"), qualities));
      }
      case "bound" -> {
        json.closed(Set.of("rule", "least", "expected", "most"));
        yield bound(json, qualities);
      }
      case "table" -> {
        json.closed(Set.of("rule", "tokens", "most"));
        yield table(json, sizes, qualities);
      }
      default -> throw rule.wrong("'%s' is not formula, table or bound".formatted(rule.text()));
    };
  }

  private static Map<Quality, Integer> factors(LocatedJson json, List<Quality> qualities) {
    Map<Quality, Integer> factors = new EnumMap<>(Quality.class);
    for (Map.Entry<String, LocatedJson> member : json.members().entrySet()) {
      Quality quality = offered(member.getValue(), member.getKey(), qualities);
      factors.put(quality, member.getValue().integer(1, FormulaTokens.MAX_FACTOR));
    }
    requireAll(json, qualities);
    return factors;
  }

  private static Quality offered(LocatedJson place, String name, List<Quality> qualities) {
    Quality quality = quality(place, name);
    if (!qualities.contains(quality)) {
      throw place.wrong("'%s' is not among the qualities of the model".formatted(name));
    }
    return quality;
  }

  private static void requireAll(LocatedJson json, List<Quality> qualities) {
    for (Quality quality : qualities) {
      json.get(quality.toString());
    }
  }

  private static TokenRule bound(LocatedJson json, List<Quality> qualities) {
    Map<Quality, Integer> least = factors(json.get("least"), qualities);
    Map<Quality, Integer> expected = factors(json.get("expected"), qualities);
    Map<Quality, Integer> most = factors(json.get("most"), qualities);
    for (Quality quality : qualities) {
      if (value(least, quality) > value(expected, quality)
          || value(expected, quality) > value(most, quality)) {
        throw json.get("expected")
            .wrong("quality %s must rise from least to expected to most".formatted(quality));
      }
    }
    return new BoundTokens(
        new FormulaTokens(least), new FormulaTokens(expected), new FormulaTokens(most));
  }

  private static <T> T value(Map<Quality, T> byQuality, Quality quality) {
    return Objects.requireNonNull(byQuality.get(quality));
  }

  private static TokenRule table(LocatedJson json, SizeRule sizes, List<Quality> qualities) {
    if (!(sizes instanceof FixedSizes fixed)) {
      throw json.wrong("a table needs a fixed list of sizes");
    }
    Map<Quality, List<Long>> least = cells(json.get("tokens"), fixed.sizes(), qualities);
    LocatedJson dearer = json.find("most");
    Map<Quality, List<Long>> most =
        dearer == null ? least : cells(dearer, fixed.sizes(), qualities);
    for (Quality quality : qualities) {
      for (int i = 0; i < fixed.sizes().size(); i++) {
        if (value(most, quality).get(i) < value(least, quality).get(i)) {
          throw json.get("most")
              .wrong("%s %s is below tokens".formatted(quality, fixed.sizes().get(i)));
        }
      }
    }
    return new TableTokens(fixed.sizes(), least, most);
  }

  private static Map<Quality, List<Long>> cells(
      LocatedJson json, List<ImageSize> sizes, List<Quality> qualities) {
    Map<Quality, List<Long>> cells = new EnumMap<>(Quality.class);
    requireAll(json, qualities);
    for (Map.Entry<String, LocatedJson> row : json.members().entrySet()) {
      Quality quality = offered(row.getValue(), row.getKey(), qualities);
      List<ImageSize> missing = new ArrayList<>(sizes);
      Long[] tokens = new Long[sizes.size()];
      for (Map.Entry<String, LocatedJson> cell : row.getValue().members().entrySet()) {
        ImageSize size = size(cell.getValue(), cell.getKey());
        if (!missing.remove(size)) {
          throw cell.getValue().wrong("is not one of the sizes of the model, or given twice");
        }
        tokens[sizes.indexOf(size)] = cell.getValue().number(1, MAX_TOKENS);
      }
      if (!missing.isEmpty()) {
        throw row.getValue().wrong("lacks the size " + missing.get(0));
      }
      cells.put(quality, List.of(tokens));
    }
    return cells;
  }

  static InputImageRule inputImageTokens(LocatedJson json) {
    LocatedJson rule = json.get("rule");
    return switch (rule.text()) {
      case "patches" -> {
        json.closed(Set.of("rule"));
        yield new PatchTokens();
      }
      case "tiles" -> {
        json.closed(Set.of("rule", "base", "per_tile"));
        yield new TileTokens(
            json.get("base").integer(0, MAX_TOKENS), json.get("per_tile").integer(1, MAX_TOKENS));
      }
      default -> throw rule.wrong("'%s' is not patches or tiles".formatted(rule.text()));
    };
  }
}

package dev.halftone.cost;

import static dev.halftone.cost.CatalogValues.confidence;
import static dev.halftone.cost.CatalogValues.date;
import static dev.halftone.cost.CatalogValues.perToken;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how a route serves thinking, and what that is declared to add. */
final class ThinkingReader {
  private static final int MAX_TOKENS = 1_000_000;
  private static final int MAX_PERCENT = 10_000;

  private ThinkingReader() {}

  static ThinkingRule read(LocatedJson json, ModelCard card) {
    LocatedJson via = json.get("via");
    return switch (via.text()) {
      case "none" -> {
        json.closed(Set.of("via"));
        yield ThinkingRule.NONE;
      }
      case "complexity" -> {
        if (!card.servesComplexity()) {
          throw via.wrong("%s has no complexity parameter".formatted(card));
        }
        json.closed(Set.of("via", "percent", "source", "checked_on", "confidence"));
        ThinkingRule.Builder rule = new ThinkingRule.Builder(ThinkingRoute.COMPLEXITY);
        percent(rule, json.get("percent"), null);
        yield sourced(rule, json);
      }
      case "responses" -> responses(json);
      case "parameter" -> parameter(json);
      default ->
          throw via.wrong(
              "'%s' is not none, complexity, responses or parameter"
                  .formatted(NearestName.shown(via.text())));
    };
  }

  private static ThinkingRule responses(LocatedJson json) {
    json.closed(
        Set.of(
            "via",
            "text_model",
            "usd_per_million",
            "input_tokens",
            "input_tokens_per_image",
            "tool_prompt_tokens",
            "output_tokens",
            "source",
            "checked_on",
            "confidence"));
    ThinkingRule.Builder rule = new ThinkingRule.Builder(ThinkingRoute.RESPONSES);
    rule.name = json.get("text_model").text();
    LocatedJson rates =
        json.get("usd_per_million").closed(Set.of("input", "cached_input", "output"));
    rule.inputRate = perToken(rates.get("input"));
    LocatedJson cached = rates.find("cached_input");
    rule.cachedInputRate = cached == null ? null : perToken(cached);
    rule.outputRate = perToken(rates.get("output"));
    rule.input = interval(json.get("input_tokens"), MAX_TOKENS);
    rule.inputPerImage = interval(json.get("input_tokens_per_image"), MAX_TOKENS);
    rule.toolPrompt = interval(json.get("tool_prompt_tokens"), MAX_TOKENS);
    LocatedJson output = json.get("output_tokens");
    for (Thinking level : Thinking.values()) {
      rule.output.put(level, interval(output.get(level.toString()), MAX_TOKENS));
    }
    output.closed(Set.of("off", "low", "medium", "high"));
    return sourced(rule, json);
  }

  private static ThinkingRule parameter(LocatedJson json) {
    json.closed(Set.of("via", "name", "values", "percent", "source", "checked_on", "confidence"));
    ThinkingRule.Builder rule = new ThinkingRule.Builder(ThinkingRoute.PARAMETER);
    rule.name = json.get("name").text();
    for (Map.Entry<String, LocatedJson> value : json.get("values").members().entrySet()) {
      rule.values.put(level(value.getValue(), value.getKey()), value.getValue().text());
    }
    if (rule.values.isEmpty()) {
      throw json.get("values").wrong("must name at least one level");
    }
    percent(rule, json.get("percent"), rule.values);
    return sourced(rule, json);
  }

  /** Every level served has a share: what is not said is not zero. */
  private static void percent(
      ThinkingRule.Builder rule, LocatedJson json, @Nullable Map<Thinking, String> served) {
    Map<Thinking, Interval> shares = new EnumMap<>(Thinking.class);
    for (Map.Entry<String, LocatedJson> share : json.members().entrySet()) {
      shares.put(level(share.getValue(), share.getKey()), interval(share.getValue(), MAX_PERCENT));
    }
    for (Thinking level : Thinking.values()) {
      boolean needed = level != Thinking.OFF && (served == null || served.containsKey(level));
      if (needed) {
        json.get(level.toString());
      }
    }
    rule.percent = shares;
  }

  private static Thinking level(LocatedJson place, String name) {
    for (Thinking level : Thinking.values()) {
      if (level != Thinking.OFF && level.toString().equals(name)) {
        return level;
      }
    }
    throw place.wrong("'%s' is not low, medium or high".formatted(NearestName.shown(name)));
  }

  private static Interval interval(LocatedJson json, int most) {
    json.closed(Set.of("least", "expected", "most"));
    int least = json.get("least").integer(0, most);
    int expected = json.get("expected").integer(least, most);
    return new Interval(least, expected, json.get("most").integer(expected, most));
  }

  private static ThinkingRule sourced(ThinkingRule.Builder rule, LocatedJson json) {
    rule.source =
        new Source(
            "thinking",
            json.get("source").text(),
            date(json.get("checked_on")),
            confidence(json.get("confidence")));
    return rule.build();
  }
}

package dev.halftone.cost;

import static dev.halftone.cost.CatalogValues.confidence;
import static dev.halftone.cost.CatalogValues.date;
import static dev.halftone.cost.CatalogValues.dateOrNull;
import static dev.halftone.cost.CatalogValues.quality;
import static dev.halftone.cost.CatalogValues.textOrNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads a model card. */
final class ModelReader {
  private static final int MAX_IMAGES = 100;
  private static final int MAX_TOKENS = 1_000_000;
  private static final Set<String> KEYS =
      Set.of(
          "id",
          "aliases",
          "released",
          "shutdown",
          "successor",
          "sizes",
          "qualities",
          "max_images",
          "max_prompt_chars",
          "max_input_images",
          "max_partial_images",
          "partial_image_tokens",
          "formats",
          "complexity",
          "output_tokens",
          "input_image_tokens",
          "text_overhead",
          "text_output_per_image",
          "warning",
          "sources");

  private ModelReader() {}

  static ModelCard read(LocatedJson json) {
    json.closed(KEYS);
    ModelCard.Builder card = new ModelCard.Builder(json.get("id").text());
    card.aliases = texts(json, "aliases");
    card.released = dateOrNull(json, "released");
    card.shutdown = dateOrNull(json, "shutdown");
    if (card.released != null && card.shutdown != null && !card.shutdown.isAfter(card.released)) {
      throw json.get("shutdown")
          .wrong("%s is not after released, %s".formatted(card.shutdown, card.released));
    }
    card.successor = textOrNull(json, "successor");
    card.sizes = RuleReader.sizes(json.get("sizes"));
    card.qualities = qualities(json.get("qualities"));
    card.maxImages = json.get("max_images").integer(1, MAX_IMAGES);
    card.maxPromptChars = json.get("max_prompt_chars").integer(1, TextTokens.MAX_EXACT_UNITS / 2);
    card.maxInputImages = json.get("max_input_images").integer(0, MAX_IMAGES);
    card.maxPartialImages = json.get("max_partial_images").integer(0, MAX_IMAGES);
    card.partialImageTokens = json.get("partial_image_tokens").integer(0, MAX_TOKENS);
    card.formats = texts(json, "formats");
    LocatedJson complexity = json.find("complexity");
    card.complexity = complexity != null && complexity.flag();
    card.outputTokens =
        RuleReader.outputTokens(json.get("output_tokens"), card.sizes, card.qualities);
    card.inputImageTokens = RuleReader.inputImageTokens(json.get("input_image_tokens"));
    card.textOverhead = textOverhead(json.get("text_overhead"));
    LocatedJson textOutput = json.find("text_output_per_image");
    if (textOutput != null) {
      textOutput.closed(Set.of("expected", "most"));
      card.expectedTextOutput = textOutput.get("expected").integer(0, MAX_TOKENS);
      card.mostTextOutput = textOutput.get("most").integer(card.expectedTextOutput, MAX_TOKENS);
    }
    card.warning = textOrNull(json, "warning");
    card.sources = sources(json.get("sources"));
    return card.build();
  }

  private static List<String> texts(LocatedJson json, String name) {
    LocatedJson list = json.find(name);
    return list == null ? List.of() : list.texts();
  }

  private static List<Quality> qualities(LocatedJson json) {
    EnumSet<Quality> qualities = EnumSet.noneOf(Quality.class);
    for (LocatedJson element : json.elements()) {
      if (!qualities.add(quality(element, element.text()))) {
        throw element.wrong("'%s' is given twice".formatted(element.text()));
      }
    }
    if (qualities.isEmpty()) {
      throw json.wrong("must name at least one quality");
    }
    return List.copyOf(qualities);
  }

  private static TextOverhead textOverhead(LocatedJson json) {
    json.closed(Set.of("generation", "edit", "edit_per_image", "most_edit_per_image"));
    int editPerImage = json.get("edit_per_image").integer(0, MAX_TOKENS);
    LocatedJson most = json.find("most_edit_per_image");
    return new TextOverhead(
        json.get("generation").integer(0, MAX_TOKENS),
        json.get("edit").integer(0, MAX_TOKENS),
        editPerImage,
        most == null ? editPerImage : most.integer(editPerImage, MAX_TOKENS));
  }

  private static List<Source> sources(LocatedJson json) {
    List<Source> sources = new ArrayList<>();
    for (LocatedJson element : json.elements()) {
      element.closed(Set.of("about", "source", "checked_on", "confidence"));
      sources.add(
          new Source(
              element.get("about").text(),
              element.get("source").text(),
              date(element.get("checked_on")),
              confidence(element.get("confidence"))));
    }
    if (sources.isEmpty()) {
      throw json.wrong("must name at least one source");
    }
    return sources;
  }
}

package dev.halftone.cli;

import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.OutputFormat;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The types of provider that a configuration may name. */
enum ProviderType {
  OPENAI("openai"),
  AZURE_FOUNDRY("azure-foundry"),
  VERCEL_AI_GATEWAY("vercel-ai-gateway");

  private static final List<String> NOT_YET = List.of("fal", "wavespeed");

  private final String label;

  ProviderType(String label) {
    this.label = label;
  }

  /**
   * Reads the name of a type.
   *
   * @throws IllegalArgumentException if it is not one, or not one of this version
   */
  static ProviderType parse(String text) {
    for (ProviderType type : values()) {
      if (type.label.equals(text)) {
        return type;
      }
    }
    String known = Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        (NOT_YET.contains(text)
                ? "provider type '%s' is not available in this version; available: %s"
                : "provider type '%s' is not one of %s")
            .formatted(text, known));
  }

  /** The price list its calls are billed by. */
  String priceList() {
    return label;
  }

  /** Every model with a price there, those shut down included, so that their fate can be told. */
  Set<String> models(PriceCatalog catalog) {
    return catalog.prices().stream()
        .filter(price -> price.priceList().equals(label))
        .map(Price::model)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What a provider of this type declares, without making one. */
  Capabilities capabilities(Set<String> models) {
    Set<OutputFormat> formats =
        this == AZURE_FOUNDRY
            ? EnumSet.of(OutputFormat.PNG, OutputFormat.JPEG)
            : EnumSet.allOf(OutputFormat.class);
    return new Capabilities(
        models, formats, Set.of(Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION));
  }

  @Override
  public String toString() {
    return label;
  }
}

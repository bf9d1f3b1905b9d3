package dev.halftone.cli;

import dev.halftone.cost.Price;
import dev.halftone.cost.PriceCatalog;
import dev.halftone.image.Capabilities;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.OutputFormat;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The types of provider that a configuration may name. */
enum ProviderType {
  OPENAI("openai"),
  AZURE_FOUNDRY("azure-foundry"),
  VERCEL_AI_GATEWAY("vercel-ai-gateway"),
  FAL("fal"),
  WAVESPEED("wavespeed");

  private final String label;

  ProviderType(String label) {
    this.label = label;
  }

  /**
   * Reads the name of a type.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static ProviderType parse(String text) {
    for (ProviderType type : values()) {
      if (type.label.equals(text)) {
        return type;
      }
    }
    String known = Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "provider type '%s' is not one of %s".formatted(text, known));
  }

  /** Whether this version can send to it; the others are for quotes and price lists only. */
  boolean sends() {
    return switch (this) {
      case OPENAI, AZURE_FOUNDRY, VERCEL_AI_GATEWAY -> true;
      case FAL, WAVESPEED -> false;
    };
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
    Set<Parameter> honoured =
        switch (this) {
          case OPENAI, VERCEL_AI_GATEWAY ->
              Set.of(
                  Parameter.SIZE,
                  Parameter.BACKGROUND,
                  Parameter.OUTPUT_COMPRESSION,
                  Parameter.THINKING);
          case AZURE_FOUNDRY ->
              Set.of(Parameter.SIZE, Parameter.BACKGROUND, Parameter.OUTPUT_COMPRESSION);
          // Nothing is known to be lost there but what the quote itself says.
          case FAL, WAVESPEED -> EnumSet.allOf(Parameter.class);
        };
    return Capabilities.of(models).formats(formats).honoured(honoured).inputImages(16).build();
  }

  @Override
  public String toString() {
    return label;
  }
}

package dev.halftone.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The types of provider that a configuration may name. */
enum ProviderType {
  OPENAI("openai"),
  OPENAI_RESPONSES("openai-responses"),
  AZURE_FOUNDRY("azure-foundry"),
  VERCEL_AI_GATEWAY("vercel-ai-gateway"),
  FAL("fal"),
  WAVESPEED("wavespeed"),
  OPENROUTER("openrouter"),
  OPENAI_COMPATIBLE("openai-compatible");

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

  @Override
  public String toString() {
    return label;
  }
}

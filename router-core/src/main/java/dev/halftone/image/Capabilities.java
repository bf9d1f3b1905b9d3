package dev.halftone.image;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a provider can serve, declared once and read by the planner for each candidate.
 *
 * @param models the catalogue names of the models it serves
 * @param formats the output formats it makes
 * @param honoured the optional parameters it passes on; any other is dropped, and said so
 */
public record Capabilities(Set<String> models, Set<OutputFormat> formats, Set<Parameter> honoured) {
  public Capabilities {
    models = Set.copyOf(models);
    formats = Set.copyOf(formats);
    honoured = honoured.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(honoured));
  }

  /** Parameters of a request that a provider may be unable to honour. */
  public enum Parameter {
    BACKGROUND,
    OUTPUT_COMPRESSION,
    THINKING,
    INPUT_IMAGES,
    PARTIAL_IMAGES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}

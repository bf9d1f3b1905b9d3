package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.Capabilities.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Vercel AI Gateway warns that it did not follow: features of type {@code unsupported} or
 * {@code compatibility}, by its client's source of 2026-11. Pure.
 */
final class VercelWarnings {
  private static final int MOST_READ = 64;
  private static final Set<String> TYPES = Set.of("unsupported", "compatibility");

  private static final Map<String, String> OUR_NAMES =
      Map.of(
          "background", Parameter.BACKGROUND.toString(),
          "outputCompression", Parameter.OUTPUT_COMPRESSION.toString(),
          "complexity", Parameter.THINKING.toString(),
          "size", Parameter.SIZE.toString(),
          "outputFormat", "output_format",
          "files", "images");

  private VercelWarnings() {}

  /** The features, by our names where they have one; what else they are is not checked here. */
  static List<String> dropped(JsonNode warnings) {
    List<String> dropped = new ArrayList<>();
    for (int i = 0; warnings.isArray() && i < Math.min(MOST_READ, warnings.size()); i++) {
      JsonNode warning = warnings.get(i);
      String feature = warning.path("feature").asText("");
      if (TYPES.contains(warning.path("type").asText(""))) {
        // Settings of the provider behind may come with their path.
        String last = feature.substring(feature.lastIndexOf('.') + 1);
        dropped.add(OUR_NAMES.getOrDefault(last, feature));
      }
    }
    return dropped;
  }
}

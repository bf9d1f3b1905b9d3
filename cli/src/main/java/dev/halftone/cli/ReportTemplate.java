package dev.halftone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page around a report, with places like {@code {{name}}} that are filled once. */
final class ReportTemplate {
  private static final String RESOURCE = "report/report.html";
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private ReportTemplate() {}

  /**
   * Fills every place; what is filled in is not looked at again.
   *
   * @param parts HTML by name
   * @throws IllegalArgumentException if a place has no part
   */
  static String fill(Map<String, String> parts) {
    return PLACE
        .matcher(read())
        .replaceAll(place -> Matcher.quoteReplacement(part(parts, place.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalArgumentException("the report has no part '%s'".formatted(name));
    }
    return part;
  }

  private static String read() {
    try (InputStream resource = ReportTemplate.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException("resource " + RESOURCE + " is missing from the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}

package dev.halftone.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts values of environment variables where a text says {@code ${NAME}}. What it put in is never
 * shown in a message.
 */
record Placeholders(Map<String, String> environment) {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /**
   * Replaces every placeholder.
   *
   * @throws IllegalArgumentException if a variable is not set, naming it
   */
  String replaceIn(String text) {
    Matcher matcher = PLACE.matcher(text);
    StringBuilder replaced = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'${%s}' does not name an environment variable".formatted(name));
      }
      String value = environment.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "environment variable %s is not set; export it, or write the value in its place"
                .formatted(name));
      }
      matcher.appendReplacement(replaced, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(replaced).toString();
  }

  @Override
  public String toString() {
    return "Placeholders";
  }
}

package dev.halftone.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads lengths of time as people and the configuration write them. */
final class Durations {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h}, {@code 7d} or an ISO duration.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static Duration parse(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    Matcher matcher = SHORT.matcher(lower);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'%s' is not a length of time; write it like 30s, 2m, 1h or PT30S".formatted(text), e);
    }
  }

  /** A length of time for a person: {@code 840 ms}, {@code 12.3 s}. */
  static String show(long nanos) {
    long millis = nanos / 1_000_000;
    if (millis >= 3_600_000) {
      return millis / 3_600_000 + " h";
    }
    return millis < 1_000
        ? millis + " ms"
        : "%d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
  }
}

package dev.halftone.provider;

import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Kind;
import dev.halftone.image.ProviderFailure.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of failures as Markdown. */
final class FailureDocs {
  private static final String HEAD =
      """
      | HTTP | code | meaning | kind | retry | billed | come back |
      | --- | --- | --- | --- | --- | --- | --- |
      """;

  private FailureDocs() {}

  static Billed billed(FailureRow row) {
    Billed told = row.billed();
    return told == null ? ProviderFailure.of(row.kind()).build("").billed() : told;
  }

  static Retry retry(FailureRow row) {
    if (row.kind() == Kind.PROMPT_REFUSED || row.kind() == Kind.BAD_REQUEST) {
      return Retry.NEVER;
    }
    return billed(row) == Billed.NO ? Retry.SAFE : Retry.UNSAFE;
  }

  /** The rows of a table that are not in the others; those that differ by code only are one. */
  static String table(List<FailureRow> rows, List<FailureRow> others) {
    Map<String, List<String>> codesByRest = new LinkedHashMap<>();
    for (FailureRow row : rows) {
      if (!others.contains(row)) {
        String rest =
            "%s | %%s | %s | %s | %s | %s | %s"
                .formatted(
                    row.status() == FailureRow.ANY ? "any" : row.status(),
                    row.meaning(),
                    word(row.kind()),
                    word(retry(row)),
                    word(billed(row)),
                    comeBack(row));
        codesByRest.computeIfAbsent(rest, key -> new ArrayList<>()).add(code(row.token()));
      }
    }
    return HEAD
        + codesByRest.entrySet().stream()
            .map(one -> "| %s |\n".formatted(one.getKey().formatted(join(one.getValue()))))
            .collect(Collectors.joining());
  }

  static String outcomes() {
    String head = "| what | kind | retry | billed |\n| --- | --- | --- | --- |\n";
    return head
        + Stream.of(ExchangeOutcome.values())
            .map(
                one ->
                    "| %s | %s | %s | %s |\n"
                        .formatted(
                            one.what(), word(one.kind()), word(one.retry()), word(one.billed())))
            .collect(Collectors.joining());
  }

  private static String join(List<String> codes) {
    return String.join(", ", codes);
  }

  private static String code(String token) {
    return switch (token) {
      case FailureRow.ANYTHING -> "any body";
      case FailureRow.ENVELOPE -> "any, in its envelope";
      default -> "`" + token + "`";
    };
  }

  private static String comeBack(FailureRow row) {
    Duration usual = row.comeBackIn();
    if (retry(row) == Retry.NEVER) {
      return "";
    }
    return usual == null ? "as told" : "as told, else %d s".formatted(usual.toSeconds());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

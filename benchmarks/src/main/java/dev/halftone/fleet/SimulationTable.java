package dev.halftone.fleet;

import java.util.Locale;
import java.util.Map;

/** The results as a table of Markdown. */
final class SimulationTable {
  private static final String HEAD =
      """
      | strategy | $ per request served | above the optimum | deadlines met | p50 | p95 | p99 | failed | short | out of budget | 429 | longest push |
      | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
      """;

  private SimulationTable() {}

  static String of(Map<Contender, Result> results) {
    StringBuilder table = new StringBuilder(HEAD);
    results.forEach((contender, result) -> table.append(row(contender, result)));
    return table.toString();
  }

  private static String row(Contender contender, Result result) {
    return String.format(
        Locale.ROOT,
        "| %s | %.5f | %.2f %% | %.2f %% | %.1f s | %.1f s | %.1f s | %.2f %% | %d | %d | %d | %.0f s |%n",
        contender.isOurs() ? "`" + contender + "`" : contender,
        result.perSuccessNanos() / 1e9,
        result.aboveLeastPercent(),
        result.deadlinesMetPercent(),
        result.latencySeconds(0.5),
        result.latencySeconds(0.95),
        result.latencySeconds(0.99),
        result.failedPercent(),
        result.shortOfImages,
        result.outOfBudget,
        result.throttled,
        (double) result.longestPushNanos / VirtualTime.SECOND);
  }
}

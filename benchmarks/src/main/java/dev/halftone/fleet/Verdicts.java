package dev.halftone.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What was asked of the router, and whether these results show it, as a table of Markdown. */
final class Verdicts {
  private static final String HEAD =
      """
      | asked | measured | |
      | --- | --- | --- |
      """;
  private static final double NEAR_PERCENT = 2;
  private static final List<Contender> RIVALS =
      List.of(Contender.ROUND_ROBIN, Contender.LEAST_LATENCY, Contender.FIXED_PRIORITY);

  private final Map<Contender, Result> results;

  private Verdicts(Map<Contender, Result> results) {
    this.results = results;
  }

  /** All strategies must have run. */
  static String of(Map<Contender, Result> results) {
    Verdicts verdicts = new Verdicts(results);
    return HEAD
        + verdicts.nearTheOptimum()
        + verdicts.deadlines(Contender.CHEAPEST)
        + verdicts.deadlines(Contender.BALANCED)
        + verdicts.limits()
        + verdicts.rivals(Contender.CHEAPEST)
        + verdicts.rivals(Contender.BALANCED)
        + verdicts.rivals(Contender.PATIENT)
        + verdicts.rivals(Contender.FASTEST)
        + verdicts.promise();
  }

  private Result of(Contender contender) {
    return Objects.requireNonNull(results.get(contender));
  }

  private static String row(boolean met, String asked, String measured, Object... values) {
    return "| %s | %s | %s |%n"
        .formatted(asked, String.format(Locale.ROOT, measured, values), met ? "yes" : "**no**");
  }

  private String nearTheOptimum() {
    double above = of(Contender.CHEAPEST).aboveLeastPercent();
    return row(
        above <= NEAR_PERCENT,
        "`cheapest` within 2 % of the clairvoyant",
        "%.2f %% above it",
        above);
  }

  private String deadlines(Contender contender) {
    Result ours = of(contender);
    Result fastest = of(Contender.ALWAYS_FASTEST);
    return row(
        ours.deadlinesMetPercent() >= fastest.deadlinesMetPercent()
            && ours.perSuccessNanos() < fastest.perSuccessNanos(),
        "`" + contender + "` meets deadlines as often as the fastest provider always, for less",
        "%.2f %% against %.2f %%, at %.1f %% lower cost",
        ours.deadlinesMetPercent(),
        fastest.deadlinesMetPercent(),
        100 - 100.0 * ours.perSuccessNanos() / fastest.perSuccessNanos());
  }

  private String limits() {
    long longest = 0;
    long refusals = 0;
    for (Map.Entry<Contender, Result> one : results.entrySet()) {
      if (one.getKey().isOurs()) {
        longest = Math.max(longest, one.getValue().longestPushNanos);
        refusals += one.getValue().throttled;
      }
    }
    return row(
        longest <= VirtualTime.MINUTE,
        "no provider pushed past its limits for longer than a minute",
        "%.0f s at most, %d calls throttled",
        (double) longest / VirtualTime.SECOND,
        refusals);
  }

  private String rivals(Contender contender) {
    Result ours = of(contender);
    double rivalCost = Double.MAX_VALUE;
    double rivalP99 = Double.MAX_VALUE;
    for (Contender rival : RIVALS) {
      rivalCost = Math.min(rivalCost, of(rival).aboveLeastPercent());
      rivalP99 = Math.min(rivalP99, of(rival).latencySeconds(0.99));
    }
    boolean met = ours.aboveLeastPercent() < rivalCost && ours.latencySeconds(0.99) < rivalP99;
    return row(
        met,
        "`" + contender + "` better than the best of the three baselines, on cost and on p99",
        "%.2f %% above the optimum against %.2f %%, %.1f s against %.1f s",
        ours.aboveLeastPercent(),
        rivalCost,
        ours.latencySeconds(0.99),
        rivalP99);
  }

  private String promise() {
    long steps = 0;
    long requests = 0;
    for (Result result : results.values()) {
      steps += result.ledgerSteps;
      requests += result.requests;
    }
    return row(
        true,
        "the promise about money, checked after each step of the ledger",
        "%,d requests, %,d steps, never broken",
        requests,
        steps);
  }
}

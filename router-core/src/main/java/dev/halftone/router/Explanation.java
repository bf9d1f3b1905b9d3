package dev.halftone.router;

import dev.halftone.cost.Usd;
import dev.halftone.router.DecisionRecord.Attempt;
import dev.halftone.router.DecisionRecord.Considered;
import dev.halftone.router.DecisionRecord.Option;
import dev.halftone.router.DecisionRecord.Outlook;
import dev.halftone.router.DecisionRecord.Plan;
import dev.halftone.router.DecisionRecord.RankedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words a decision for a person, in aligned columns. For one use. */
final class Explanation {
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final int PER_PERCENT = 10_000;

  private final DecisionRecord decision;
  private final StringBuilder text = new StringBuilder(1_024);

  Explanation(DecisionRecord decision) {
    this.decision = decision;
  }

  String text() {
    text.append("decision %s at %s\n".formatted(decision.id(), decision.at()));
    said("asked", asked());
    said("given", given());
    Plan plan = decision.plan();
    if (plan != null) {
      said("ranked", ranked(plan));
      candidates(plan);
    }
    decision.considered().stream()
        .filter(one -> one.option() == null)
        .forEach(
            one ->
                said("unfit", "%s %s: %s".formatted(one.provider(), one.model(), one.verdict())));
    decision.warnings().forEach(warning -> said("warning", warning));
    decision.refusals().forEach(refusal -> said("refused", refusal));
    attempts();
    said("outcome", outcome());
    return text.toString().stripTrailing();
  }

  private void said(String what, String words) {
    text.append("  %-9s%s\n".formatted(what, words));
  }

  private String asked() {
    int tokens = decision.asked().promptTokens();
    return decision.asked().summary()
        + (tokens == 0 ? "" : " (%d prompt tokens)".formatted(tokens));
  }

  private String given() {
    Map<String, Integer> images = new LinkedHashMap<>();
    for (Attempt one : decision.attempts()) {
      if (one.failure() == null) {
        String way =
            "%s from %s %s %s%s"
                .formatted(
                    one.size(), one.provider(), one.model(), one.quality(), lane(one.batch()));
        images.merge(way, one.n(), Integer::sum);
      }
    }
    if (images.isEmpty()) {
      return decision.outcome().equals(DecisionRecord.OK)
          ? "images made before (cache " + decision.cache() + ")"
          : "nothing";
    }
    List<String> ways = new ArrayList<>();
    images.forEach((way, n) -> ways.add("%d of %s".formatted(n, way)));
    int down = decision.stepsDown();
    return String.join(" and ", ways)
        + (down == 0
            ? ", on the best rung there is"
            : ", %d step%s down".formatted(down, down == 1 ? "" : "s"));
  }

  private static String ranked(Plan plan) {
    String by =
        plan.by() == RankedBy.BALANCED
            ? "balanced at $%s a second".formatted(plan.usdPerSecond())
            : plan.by() == RankedBy.OWN ? "the preference given" : plan.by().toString();
    return "by %s%s, %s of %s left"
        .formatted(
            by,
            plan.inHaste() ? ", in haste by speed" : "",
            millis(plan.leftNanos()),
            millis(plan.allowedNanos()));
  }

  private void candidates(Plan plan) {
    Columns columns = new Columns();
    columns.row(
        "rung",
        "provider",
        "model",
        "quality",
        "size",
        "least",
        "expected",
        "most",
        "basis",
        "median",
        plan.quantilePercent() + " %",
        "answers",
        "failing",
        "in flight",
        "verdict");
    for (Considered one : decision.considered()) {
      Option option = one.option();
      if (option != null) {
        row(columns, one, option);
      }
    }
    if (columns.rows() > 1) {
      columns.appendTo(text, "    ");
    }
  }

  private static void row(Columns columns, Considered one, Option option) {
    Outlook outlook = option.outlook();
    columns.row(
        Integer.toString(option.rung()),
        one.provider(),
        one.model(),
        option.quality() + lane(option.batch()),
        option.size().toString(),
        "$" + option.price().least(),
        "$" + option.price().expected(),
        "$" + option.price().most(),
        option.price().basis().toString(),
        millis(outlook.medianNanos()),
        millis(outlook.quantileNanos()),
        outlook.samples() == 0 ? "declared" : Long.toString(outlook.samples()),
        percent(outlook.failuresPerMillion()),
        "%d of at most %d%s"
            .formatted(
                outlook.inFlight(), outlook.inFlightLimit(), outlook.scarce() ? ", scarce" : ""),
        option.dropped().isEmpty()
            ? one.verdict()
            : one.verdict() + "; would drop " + String.join(", ", option.dropped()));
  }

  private void attempts() {
    for (Attempt attempt : decision.attempts()) {
      said(
          "attempt",
          "%s at %s%s: held $%s, %s, charged $%s after %s%s"
              .formatted(
                  attempt.id(),
                  attempt.provider(),
                  lane(attempt.batch()),
                  attempt.held(),
                  attempt.ending(),
                  attempt.charged(),
                  millis(attempt.latencyNanos()),
                  attempt.failure() == null ? "" : ": " + attempt.failure()));
    }
  }

  private String outcome() {
    Usd suspended = decision.suspended();
    Usd lost = decision.charged().minus(decision.cost());
    return "%s, cost $%s (expected $%s)%s, cache %s, %s%s"
        .formatted(
            decision.outcome(),
            decision.cost(),
            decision.estimate(),
            lost.isZero() ? "" : ", $%s for calls that failed".formatted(lost),
            decision.cache(),
            millis(decision.latencyNanos()),
            suspended.isZero() ? "" : ", in suspense $" + suspended);
  }

  private static String lane(boolean batch) {
    return batch ? " in a batch" : "";
  }

  private static String millis(long nanos) {
    return nanos / NANOS_PER_MILLI + " ms";
  }

  /** In percent, with one place where it is small. */
  private static String percent(int perMillion) {
    int tenths = perMillion * 10 / PER_PERCENT;
    return tenths >= 100 ? tenths / 10 + " %" : "%d.%d %%".formatted(tenths / 10, tenths % 10);
  }
}

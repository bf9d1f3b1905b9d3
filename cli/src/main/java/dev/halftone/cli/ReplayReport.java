package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.cost.Usd;
import dev.halftone.router.ReplaySummary;
import dev.halftone.router.ReplayedDecision;
import dev.halftone.router.ReplayedDecision.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replay comes to, as text and as JSON. Keeps sums and the first moves only. */
final class ReplayReport {
  /** The most decisions that are shown one by one. */
  static final int MAX_SHOWN = 20;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Map<String, long[]> routes = new TreeMap<>();
  private final List<ReplayedDecision> shown = new ArrayList<>();

  void add(ReplayedDecision one) {
    count(one.then(), 0);
    count(one.now(), 1);
    if (one.moved() && shown.size() < MAX_SHOWN) {
      shown.add(one);
    }
  }

  private void count(Course course, int side) {
    routes.computeIfAbsent(way(course), name -> new long[2])[side]++;
  }

  private static String way(Course course) {
    if (!course.served()) {
      return course.outcome();
    }
    return course.provider() == null
        ? "made before"
        : "%s %s %s%s"
            .formatted(
                course.provider(),
                course.model(),
                course.quality(),
                course.batch() ? " in a batch" : "");
  }

  String text(ReplaySummary sums) {
    ReplaySummary.Sums then = sums.then();
    ReplaySummary.Sums now = sums.now();
    String end = System.lineSeparator();
    TextTable totals =
        new TextTable("", "THEN", "NOW")
            .row("served", "" + then.served(), "" + now.served())
            .row("refused by a budget", "" + then.refused(), "" + now.refused())
            .row("failed", "" + then.failed(), "" + now.failed())
            .row("charged", "$" + then.charged(), "$" + now.charged())
            .row("in suspense", "$" + then.suspended(), "$" + now.suspended())
            .row("median latency", show(then.medianNanos()), show(now.medianNanos()))
            .row("95 % within", show(then.slowNanos()), show(now.slowNanos()));
    TextTable ways = new TextTable("ROUTE OR OUTCOME", "THEN", "NOW");
    routes.forEach((way, counts) -> ways.row(way, "" + counts[0], "" + counts[1]));
    StringBuilder text =
        new StringBuilder(
            "%d decisions, %d of them other ones now%n%n"
                .formatted(sums.decisions(), sums.moved()));
    text.append(totals.text()).append(end).append(ways.text()).append(end);
    if (!shown.isEmpty()) {
      text.append(moves()).append(end);
    }
    Usd saved = sums.saved();
    text.append(
        saved.isNegative()
            ? "costs $%s more".formatted(Usd.ZERO.minus(saved))
            : "saves $%s".formatted(saved));
    text.append(
        "; %d decisions rest on quotes and forecasts, the rest on what really happened%n"
            .formatted(sums.forecast()));
    return text.toString();
  }

  private String moves() {
    TextTable table =
        new TextTable("DECISION", "THEN", "NOW", "COST", "COST NOW", "TOOK", "TAKES", "BY");
    for (ReplayedDecision one : shown) {
      table.row(
          one.id(),
          way(one.then()),
          way(one.now()),
          "$" + one.then().charged(),
          "$" + one.now().charged(),
          show(one.then().latencyNanos()),
          show(one.now().latencyNanos()),
          one.now().source().toString());
    }
    return table.text();
  }

  private static String show(long nanos) {
    return Durations.show(nanos);
  }

  ObjectNode json(ReplaySummary sums) {
    ObjectNode node =
        Json.object()
            .put("decisions", sums.decisions())
            .put("moved", sums.moved())
            .put("forecast", sums.forecast())
            .put("saved_usd", sums.saved().toString());
    node.set("then", sums(sums.then()));
    node.set("now", sums(sums.now()));
    ArrayNode ways = node.putArray("routes");
    routes.forEach(
        (way, counts) ->
            ways.addObject().put("route", way).put("then", counts[0]).put("now", counts[1]));
    ArrayNode moves = node.putArray("moves");
    for (ReplayedDecision one : shown) {
      ObjectNode move = moves.addObject().put("id", one.id());
      move.set("then", course(one.then()));
      move.set("now", course(one.now()));
    }
    return node;
  }

  private static ObjectNode sums(ReplaySummary.Sums sums) {
    return Json.object()
        .put("served", sums.served())
        .put("refused", sums.refused())
        .put("failed", sums.failed())
        .put("charged_usd", sums.charged().toString())
        .put("suspended_usd", sums.suspended().toString())
        .put("total_ms", sums.totalNanos() / NANOS_PER_MILLI)
        .put("median_ms", sums.medianNanos() / NANOS_PER_MILLI)
        .put("p95_ms", sums.slowNanos() / NANOS_PER_MILLI);
  }

  private static ObjectNode course(Course course) {
    return Json.object()
        .put("outcome", course.outcome())
        .put("provider", course.provider())
        .put("model", course.model())
        .put("quality", course.quality() == null ? null : course.quality().toString())
        .put("size", course.size() == null ? null : course.size().toString())
        .put("batch", course.batch())
        .put("charged_usd", course.charged().toString())
        .put("suspended_usd", course.suspended().toString())
        .put("latency_ms", course.latencyNanos() / NANOS_PER_MILLI)
        .put("source", course.source().toString());
  }
}

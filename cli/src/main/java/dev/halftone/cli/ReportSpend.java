package dev.halftone.cli;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The picture of a budget over time: spent, and on top of it what is held. SVG; pure. */
final class ReportSpend {
  private static final double HEIGHT = 300;
  private static final double TOP = 16;
  private static final double NANOS = 1e9;
  private static final int MOST_POINTS = 600;

  private final ReportChart chart;
  private final List<WatchedLedger.Level> levels;
  private final ReportAxis seconds;
  private final ReportAxis dollars;

  private ReportSpend(List<WatchedLedger.Level> levels, ReportAxis seconds, ReportAxis dollars) {
    this.levels = levels;
    this.seconds = seconds;
    this.dollars = dollars;
    chart = new ReportChart(HEIGHT, seconds, dollars);
  }

  static String of(List<WatchedLedger.Level> all, Usd limit) {
    if (all.isEmpty()) {
      return "<p class=\"empty\">Nothing was ever asked of the budget.</p>";
    }
    List<WatchedLedger.Level> levels = thinned(all);
    double last = levels.get(levels.size() - 1).atNanos() / NANOS;
    double highest =
        Math.max(
            limit.nanos(),
            levels.stream().mapToLong(level -> committed(level).nanos()).max().orElse(0));
    ReportSpend picture =
        new ReportSpend(
            levels,
            ReportAxis.linear(
                Math.max(last, 1), ReportChart.LEFT, ReportChart.WIDTH - ReportChart.RIGHT),
            ReportAxis.linear(
                Math.max(highest / NANOS * 1.04, 0.01), HEIGHT - ReportChart.BOTTOM, TOP));
    picture.frame();
    picture.area("held", ReportSpend::committed);
    picture.area("suspense", level -> level.spent().plus(level.suspense()));
    picture.area("spent", WatchedLedger.Level::spent);
    picture.limit(limit);
    return picture.chart.end();
  }

  /** Keeps the peaks: of each stretch, the level with the most committed, and the last of all. */
  private static List<WatchedLedger.Level> thinned(List<WatchedLedger.Level> all) {
    int stretch = Math.max(1, all.size() / MOST_POINTS);
    List<WatchedLedger.Level> kept = new ArrayList<>();
    for (int from = 0; from < all.size(); from += stretch) {
      WatchedLedger.Level highest = all.get(from);
      for (WatchedLedger.Level level : all.subList(from, Math.min(all.size(), from + stretch))) {
        highest = committed(level).isMoreThan(committed(highest)) ? level : highest;
      }
      kept.add(highest);
    }
    kept.add(all.get(all.size() - 1));
    return kept;
  }

  private static Usd committed(WatchedLedger.Level level) {
    return level.spent().plus(level.held()).plus(level.suspense());
  }

  private void frame() {
    chart.frame(
        "Money spent, in suspense and held over time, against the budget",
        tick -> ReportChart.text("%.2f", tick),
        "seconds since the start (simulated)");
  }

  private void area(String name, Function<WatchedLedger.Level, Usd> height) {
    StringBuilder path = new StringBuilder(8_192);
    path.append(ReportChart.text("M%.1f %.1f", seconds.at(0), dollars.at(0)));
    for (WatchedLedger.Level level : levels) {
      path.append(
          ReportChart.text(
              "H%.1fV%.1f",
              seconds.at(level.atNanos() / NANOS),
              dollars.at(height.apply(level).nanos() / NANOS)));
    }
    path.append(ReportChart.text("V%.1fz", dollars.at(0)));
    chart.add("<path class=\"area %s\" d=\"%s\"/>", name, path);
  }

  private void limit(Usd limit) {
    double y = dollars.at(limit.nanos() / NANOS);
    chart.add(
        "<line class=\"limit\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
        ReportChart.LEFT, ReportChart.WIDTH - ReportChart.RIGHT, y, y);
    chart.add(
        "<text class=\"tick limit-name\" x=\"%.1f\" y=\"%.1f\">budget %s</text>",
        ReportChart.LEFT + 6, y - 5, Dollars.cents(limit));
  }
}

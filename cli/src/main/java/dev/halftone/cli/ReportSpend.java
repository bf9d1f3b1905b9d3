package dev.halftone.cli;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The picture of a budget over time: spent, and on top of it what is held. SVG; pure. */
final class ReportSpend {
  private static final double WIDTH = 760;
  private static final double HEIGHT = 300;
  private static final double LEFT = 62;
  private static final double RIGHT = 26;
  private static final double TOP = 16;
  private static final double BOTTOM = 46;
  private static final double NANOS = 1e9;
  private static final int MOST_POINTS = 600;

  private final StringBuilder svg = new StringBuilder(16_384);
  private final List<WatchedLedger.Level> levels;
  private final ReportAxis seconds;
  private final ReportAxis dollars;

  private ReportSpend(List<WatchedLedger.Level> levels, ReportAxis seconds, ReportAxis dollars) {
    this.levels = levels;
    this.seconds = seconds;
    this.dollars = dollars;
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
            ReportAxis.linear(Math.max(last, 1), LEFT, WIDTH - RIGHT),
            ReportAxis.linear(Math.max(highest / NANOS * 1.04, 0.01), HEIGHT - BOTTOM, TOP));
    picture.frame();
    picture.area("held", ReportSpend::committed);
    picture.area("suspense", level -> level.spent().plus(level.suspense()));
    picture.area("spent", WatchedLedger.Level::spent);
    picture.limit(limit);
    return picture.svg.append("</svg>").toString();
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
    add(
        "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"Money spent, in suspense and held"
            + " over time, against the budget\">",
        WIDTH, HEIGHT);
    for (double tick : dollars.ticks()) {
      double y = dollars.at(tick);
      add(
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT, WIDTH - RIGHT, y, y);
      add(
          "<text class=\"tick\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">$%.2f</text>",
          LEFT - 8, y + 4, tick);
    }
    for (double tick : seconds.ticks()) {
      add(
          "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%.0f s</text>",
          seconds.at(tick), HEIGHT - BOTTOM + 18, tick);
    }
    add(
        "<text class=\"axis\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">seconds since the start"
            + " (simulated)</text>",
        (LEFT + WIDTH) / 2, HEIGHT - 8);
  }

  private void area(String name, Function<WatchedLedger.Level, Usd> height) {
    StringBuilder path = new StringBuilder(8_192);
    path.append(text("M%.1f %.1f", seconds.at(0), dollars.at(0)));
    for (WatchedLedger.Level level : levels) {
      path.append(
          text(
              "H%.1fV%.1f",
              seconds.at(level.atNanos() / NANOS),
              dollars.at(height.apply(level).nanos() / NANOS)));
    }
    path.append(text("V%.1fz", dollars.at(0)));
    add("<path class=\"area %s\" d=\"%s\"/>", name, path);
  }

  private void limit(Usd limit) {
    double y = dollars.at(limit.nanos() / NANOS);
    add(
        "<line class=\"limit\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, y, y);
    add(
        "<text class=\"tick limit-name\" x=\"%.1f\" y=\"%.1f\">budget %s</text>",
        LEFT + 6, y - 5, Dollars.cents(limit));
  }

  private void add(String format, Object... values) {
    svg.append(text(format, values));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

package dev.halftone.cli;

import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * The frame that the pictures of the report share: seconds to the right, dollars up, a line of the
 * grid for each round number of dollars. SVG; collects text, does no I/O.
 */
final class ReportChart {
  static final double WIDTH = 760;
  static final double LEFT = 62;
  static final double RIGHT = 26;
  static final double BOTTOM = 46;

  private final StringBuilder svg = new StringBuilder(16_384);
  private final double height;
  private final ReportAxis seconds;
  private final ReportAxis dollars;

  ReportChart(double height, ReportAxis seconds, ReportAxis dollars) {
    this.height = height;
    this.seconds = seconds;
    this.dollars = dollars;
  }

  /**
   * Draws the axes.
   *
   * @param label what the whole shows, for those who cannot see it
   * @param amount writes a number of dollars
   * @param below what the seconds are
   */
  void frame(String label, DoubleFunction<String> amount, String below) {
    add("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">", WIDTH, height, label);
    for (double tick : dollars.ticks()) {
      double y = dollars.at(tick);
      add(
          "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
          LEFT, WIDTH - RIGHT, y, y);
      add(
          "<text class=\"tick\" text-anchor=\"end\" x=\"%.1f\" y=\"%.1f\">$%s</text>",
          LEFT - 8, y + 4, amount.apply(tick));
    }
    for (double tick : seconds.ticks()) {
      add(
          "<text class=\"tick\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%.0f s</text>",
          seconds.at(tick), height - BOTTOM + 18, tick);
    }
    add(
        "<text class=\"axis\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        (LEFT + WIDTH) / 2, height - 8, below);
  }

  void add(String format, Object... values) {
    svg.append(text(format, values));
  }

  String end() {
    return svg.append("</svg>").toString();
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

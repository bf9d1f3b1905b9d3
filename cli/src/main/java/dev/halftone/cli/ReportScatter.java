package dev.halftone.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The picture of cost against latency: one mark for each call that brought images. SVG; pure. */
final class ReportScatter {
  private static final double HEIGHT = 400;
  private static final double TOP = 12;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SIZE = 4.6;
  private static final Map<String, String> MARKS =
      Map.of("draft", "circle", "standard", "square", "final", "triangle", "pinned", "diamond");

  private final ReportChart chart;
  private final ReportAxis seconds;
  private final ReportAxis dollars;

  private ReportScatter(ReportAxis seconds, ReportAxis dollars) {
    this.seconds = seconds;
    this.dollars = dollars;
    chart = new ReportChart(HEIGHT, seconds, dollars);
  }

  static String of(List<DemoCall> calls) {
    List<DemoCall> made =
        calls.stream()
            .filter(call -> call.failure() == null && call.charged().nanos() > 0)
            .toList();
    if (made.isEmpty()) {
      return "<p class=\"empty\">No call brought an image.</p>";
    }
    double slowest = made.stream().mapToDouble(ReportScatter::seconds).max().orElse(1);
    double least = made.stream().mapToDouble(ReportScatter::dollars).min().orElse(1);
    double most = made.stream().mapToDouble(ReportScatter::dollars).max().orElse(1);
    ReportScatter picture =
        new ReportScatter(
            ReportAxis.linear(slowest, ReportChart.LEFT, ReportChart.WIDTH - ReportChart.RIGHT),
            ReportAxis.logarithmic(least * 0.9, most * 1.1, HEIGHT - ReportChart.BOTTOM, TOP));
    picture.frame();
    made.forEach(picture::mark);
    return picture.chart.end();
  }

  private static double seconds(DemoCall call) {
    return call.latencyNanos() / NANOS_PER_SECOND;
  }

  private static double dollars(DemoCall call) {
    return call.charged().nanos() / 1e9 / call.images();
  }

  private void frame() {
    chart.frame(
        "Cost of an image against the seconds it took, one mark for each call",
        tick -> number(tick, tick < 0.0095 ? 3 : 2),
        "seconds until the answer (simulated)");
    chart.add(
        "<text class=\"axis\" text-anchor=\"middle\" transform=\"rotate(-90)\" x=\"%.1f\""
            + " y=\"12\">dollars an image</text>",
        -(TOP + HEIGHT - ReportChart.BOTTOM) / 2);
  }

  private void mark(DemoCall call) {
    double x = seconds.at(seconds(call));
    double y = dollars.at(dollars(call));
    String shape = MARKS.getOrDefault(call.wish(), "circle");
    chart.add(
        "<path class=\"mark %s\" d=\"%s\"><title>%s %s %s, %s: %s in %s s</title></path>",
        provider(call.provider()),
        path(shape, x, y),
        Html.escape(call.provider()),
        Html.escape(call.model()),
        call.quality(),
        Html.escape(call.wish()),
        Dollars.fine(call.charged()),
        number(seconds(call), 1));
  }

  /** The CSS class of a provider, so that it has the same colour everywhere. */
  static String provider(String name) {
    return "p-" + name.replaceAll("[^a-z0-9-]", "");
  }

  /** A mark as a path, so that all shapes are styled alike. */
  static String path(String shape, double x, double y) {
    return switch (shape) {
      case "square" -> ReportChart.text("M%.1f %.1fh%.1fv%.1fh%.1fz", x - 4, y - 4, 8.0, 8.0, -8.0);
      case "triangle" ->
          ReportChart.text("M%.1f %.1fl%.1f %.1fh%.1fz", x, y - 5.2, 5.2, 9.4, -10.4);
      case "diamond" ->
          ReportChart.text(
              "M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz",
              x, y - 5.6, 5.6, 5.6, -5.6, 5.6, -5.6, -5.6);
      default ->
          ReportChart.text(
              "M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0z",
              x - SIZE, y, SIZE, SIZE, 2 * SIZE, SIZE, SIZE, -2 * SIZE);
    };
  }

  static String legend(List<String> providers) {
    StringBuilder legend = new StringBuilder("<p class=\"legend\">");
    for (String name : providers) {
      legend.append(
          ReportChart.text(
              "<span><svg viewBox=\"0 0 14 14\"><path class=\"mark %s\" d=\"%s\"/></svg>%s</span>",
              provider(name), path("circle", 7, 7), Html.escape(name)));
    }
    for (String wish : List.of("draft", "standard", "final", "pinned")) {
      legend.append(
          ReportChart.text(
              "<span><svg viewBox=\"0 0 14 14\"><path class=\"mark plain\" d=\"%s\"/></svg>%s</span>",
              path(MARKS.getOrDefault(wish, "circle"), 7, 7), wish));
    }
    return legend.append("</p>").toString();
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}

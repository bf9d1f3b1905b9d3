package dev.halftone.cli;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of routes: what each provider, model and quality was asked, took and cost. Pure. */
final class ReportRoutes {
  private static final double NANOS_PER_SECOND = 1e9;

  private static final Comparator<DemoCall> ROUTE =
      Comparator.comparing(DemoCall::provider)
          .thenComparing(DemoCall::model)
          .thenComparing(DemoCall::quality);

  private ReportRoutes() {}

  static String of(List<DemoCall> calls) {
    Map<DemoCall, List<DemoCall>> routes = new TreeMap<>(ROUTE);
    for (DemoCall call : calls) {
      routes.computeIfAbsent(call, first -> new ArrayList<>()).add(call);
    }
    StringBuilder html =
        new StringBuilder(
            "<div class=\"wide\"><table><thead><tr><th>Provider<th>Model<th>Quality"
                + "<th class=\"n\">Calls<th class=\"n\">Failed<th class=\"n\">Spent"
                + "<th class=\"n\">An image<th class=\"n\">Median<th class=\"n\">95 %"
                + "</tr></thead><tbody>");
    routes.values().forEach(route -> html.append(row(route)));
    return html.append("</tbody></table></div>").toString();
  }

  private static String row(List<DemoCall> route) {
    DemoCall first = route.get(0);
    List<DemoCall> made = route.stream().filter(call -> call.failure() == null).toList();
    List<Long> nanos =
        made.stream().map(DemoCall::latencyNanos).sorted(Comparator.naturalOrder()).toList();
    Usd spent = route.stream().map(DemoCall::charged).reduce(Usd.ZERO, Usd::plus);
    int images = made.stream().mapToInt(DemoCall::images).sum();
    return String.format(
        Locale.ROOT,
        "<tr><td><i class=\"dot %s\"></i>%s<td>%s<td>%s<td class=\"n\">%d<td class=\"n\">%d"
            + "<td class=\"n\">%s<td class=\"n\">%s<td class=\"n\">%s<td class=\"n\">%s</tr>",
        ReportScatter.provider(first.provider()),
        Html.escape(first.provider()),
        Html.escape(first.model()),
        first.quality(),
        route.size(),
        route.size() - made.size(),
        Dollars.cents(spent),
        images == 0 ? "–" : Dollars.fine(Usd.ofNanos(spent.nanos() / images)),
        seconds(nanos, 50),
        seconds(nanos, 95));
  }

  /** The value that so many percent do not exceed. */
  private static String seconds(List<Long> sorted, int percent) {
    if (sorted.isEmpty()) {
      return "–";
    }
    int rank = (sorted.size() * percent + 99) / 100;
    return String.format(
        Locale.ROOT, "%.1f s", sorted.get(Math.max(1, rank) - 1) / NANOS_PER_SECOND);
  }
}

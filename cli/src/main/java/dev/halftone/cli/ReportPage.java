package dev.halftone.cli;

import dev.halftone.cost.Usd;
import dev.halftone.router.RoutingException.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a demonstration: one HTML page that needs no network and no script. Pure. */
final class ReportPage {
  private static final double NANOS_PER_SECOND = 1e9;

  private final DemoResult result;
  private final DemoFigures figures;

  private ReportPage(DemoResult result, DemoFigures figures) {
    this.result = result;
    this.figures = figures;
  }

  static String of(DemoResult result, DemoFigures figures) {
    return new ReportPage(result, figures).page();
  }

  private String page() {
    List<String> providers =
        result.calls().stream().map(DemoCall::provider).distinct().sorted().toList();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("title", "Halftone demonstration");
    parts.put("subtitle", subtitle(providers));
    parts.put("cards", cards());
    parts.put("proof", ReportProof.of(result.proof()));
    parts.put("scatter", ReportScatter.of(result.calls()));
    parts.put("scatterLegend", ReportScatter.legend(providers));
    parts.put("spend", ReportSpend.of(result.levels(), figures.budget()));
    parts.put("routes", ReportRoutes.of(result.calls()));
    parts.put("savings", savings());
    parts.put("refusedSummary", refusedSummary());
    parts.put("refused", ReportGallery.refused(result.outcomes()));
    parts.put("gallerySummary", gallerySummary());
    parts.put("gallery", ReportGallery.pictures(result.outcomes()));
    parts.put("footer", footer());
    return ReportTemplate.fill(parts);
  }

  private String subtitle(List<String> providers) {
    return String.format(
        Locale.ROOT,
        "%d requests over %s (simulated on this machine), budget %s, %d at a time, seed %d; took"
            + " %.1f s.",
        figures.requests(),
        Html.escape(String.join(", ", providers)),
        Dollars.cents(figures.budget()),
        result.options().inFlight(),
        result.options().seed(),
        result.tookNanos() / NANOS_PER_SECOND);
  }

  private String cards() {
    return card(
            "Requests served",
            figures.served() + " of " + figures.requests(),
            figures.images() + " images")
        + card(
            "Money spent",
            Dollars.cents(figures.spent()),
            "%d %% of the budget of %s"
                .formatted(
                    Dollars.percent(figures.spent(), figures.budget()),
                    Dollars.cents(figures.budget())))
        + card(
            "Saved against the dearest route",
            Dollars.cents(figures.savedAgainstDearest()),
            "%d %% of %s"
                .formatted(
                    Dollars.percent(figures.savedAgainstDearest(), figures.dearest()),
                    Dollars.cents(figures.dearest())))
        + card(
            "Saved against one provider",
            Dollars.cents(figures.savedAgainstSingle()),
            "%d %% of %s, all at %s"
                .formatted(
                    Dollars.percent(figures.savedAgainstSingle(), figures.single()),
                    Dollars.cents(figures.single()),
                    Html.escape(figures.singleProvider())))
        + card(
            "Cache hits",
            figures.cacheHits() + figures.joined(),
            "%d made before, %d joined in flight".formatted(figures.cacheHits(), figures.joined()))
        + card("Retries", figures.retries(), figures.calls() + " calls in all")
        + card("Steps down", figures.stepsDown(), "cheaper steps, where a limit ran short")
        + card(
            "Refusals",
            figures.refusedBy(Reason.BUDGET_EXCEEDED) + figures.refusedBy(Reason.PROMPT_REFUSED),
            "%d by a budget, %d by a provider; %d failed"
                .formatted(
                    figures.refusedBy(Reason.BUDGET_EXCEEDED),
                    figures.refusedBy(Reason.PROMPT_REFUSED),
                    figures.failed()));
  }

  private static String card(String label, Object value, String note) {
    return "<div class=\"card\"><small>%s</small><strong>%s</strong><small>%s</small></div>"
        .formatted(label, value, note);
  }

  private String savings() {
    return "<table><tbody>"
        + saving("Spent", figures.spent(), "settled on the ledger, equal to the invoice")
        + saving(
            "On the dearest route",
            figures.dearest(),
            "each served request bought anew, on the dearest route its tier or model offers")
        + saving(
            "– used again",
            figures.reuse(),
            "images that came from the cache or were made once for several requests")
        + saving(
            "– stepped down",
            figures.steppedDown(),
            "a cheaper step of the same tier, taken because a budget or the request's own limit ran"
                + " short")
        + saving("– cheaper routes", figures.cheaper(), "for the same step of the tier")
        + saving(
            "Paid for nothing",
            figures.lost(),
            "the provider did the work and the connection was cut; part of what was spent")
        + saving(
            "At one provider",
            figures.single(),
            "each served request bought anew at %s, which alone would be cheapest, at the best step"
                    .formatted(Html.escape(figures.singleProvider()))
                + " of the tier it offers; for drafts that may be a lower one than was made here")
        + "</tbody></table>";
  }

  private static String saving(String label, Usd amount, String note) {
    return "<tr><td>%s<td class=\"n\">%s<td class=\"soft\">%s</tr>"
        .formatted(label, Dollars.cents(amount), note);
  }

  private String refusedSummary() {
    if (figures.refusals().isEmpty()) {
      return "Nothing was refused and nothing failed.";
    }
    List<String> parts =
        figures.refusals().entrySet().stream()
            .map(one -> one.getValue() + " " + one.getKey().toString().replace('_', ' '))
            .toList();
    return Html.escape(String.join(", ", parts))
        + ". A refusal costs nothing; a call that may have been billed is never sent twice.";
  }

  private String gallerySummary() {
    return result.options().out() == null
        ? "No images were written."
        : "%d images of %d requests. A click opens the file as the provider made it."
            .formatted(figures.images(), figures.served());
  }

  private String footer() {
    return String.format(
        Locale.ROOT,
        "The providers, their latencies, faults and pictures are simulated, %d simulated seconds in"
            + " a real one; prices are those of the catalogue on %s, but WaveSpeedAI publishes none and"
            + " its prices here are invented. Prompts: PartiPrompts,"
            + " google-research/parti, Apache License 2.0.",
        result.options().timeScale(),
        DemoPlant.DAY.toString().substring(0, 10));
  }
}

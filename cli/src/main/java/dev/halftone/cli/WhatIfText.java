package dev.halftone.cli;

import dev.halftone.cli.RouteTotals.Sum;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file of jobs would cost, for a person. */
final class WhatIfText {
  private final WhatIf.Report report;
  private final PrintStream out;

  private WhatIfText(WhatIf.Report report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  static void print(WhatIf.Report report, String file, PrintStream out) {
    out.printf(
        "%s: %s, %s; US dollars, nothing was sent%n",
        file, counted(report.jobs(), "job"), counted(report.images(), "image"));
    new WhatIfText(report, out).print();
  }

  private void print() {
    if (report.refused() < report.jobs()) {
      mix("Each job at its best rung, on the cheapest route there", report.best());
      mix("Each job where it costs least at most", report.cheapest());
      budget();
      sizes();
      out.printf("%nEvery route, with the jobs it could serve%n%n");
      out.print(table(report.routes(), null));
    }
    refusals();
  }

  private void mix(String title, RouteTotals totals) {
    out.printf("%n%s%n%n", title);
    out.print(table(totals.routes(), totals.all()));
  }

  private void budget() {
    BudgetMix budget = report.budget();
    if (budget == null) {
      return;
    }
    if (budget.fits()) {
      mix(
          ("Within the budget of $%s: %s moved to a cheaper offer, %d of them to a lower rung,"
                  + " those that save most first")
              .formatted(report.limit(), counted(budget.moved(), "job"), budget.steppedDown()),
          budget.mix());
    } else {
      mix(
          "The budget of $%s is short by $%s even at the cheapest; cheapest first, %s of %d fit"
              .formatted(
                  report.limit(),
                  budget.missing(),
                  counted(budget.mix().all().jobs(), "job"),
                  report.jobs() - report.refused()),
          budget.mix());
    }
  }

  private void sizes() {
    if (report.sizes().isEmpty()) {
      return;
    }
    out.printf("%nSizes that are no smaller in either direction and cost less%n%n");
    TextTable table = new TextTable("MODEL", "QUALITY", "FROM", "TO", "JOBS", "SAVES", "AT MOST");
    report
        .sizes()
        .forEach(
            (change, saving) ->
                table.row(
                    change.model(),
                    change.quality().toString(),
                    change.from().toString(),
                    change.to().toString(),
                    Long.toString(saving.jobs()),
                    saving.expected().toString(),
                    saving.most().toString()));
    out.print(table.text());
  }

  private void refusals() {
    if (report.refused() == 0) {
      return;
    }
    out.printf("%nNo route can serve %s%n%n", counted(report.refused(), "job"));
    report
        .refusals()
        .forEach(
            (reason, refused) ->
                out.printf(
                    "- %s, first '%s' on line %d: %s%n",
                    counted(refused.jobs(), "job"),
                    refused.firstId(),
                    refused.firstLine(),
                    reason));
    if (report.otherRefused() > 0) {
      out.printf("- %s for other reasons%n", counted(report.otherRefused(), "job"));
    }
  }

  private static String table(Map<RouteTotals.Route, Sum> routes, @Nullable Sum all) {
    TextTable table =
        new TextTable(
            "PROVIDER", "MODEL", "QUALITY", "JOBS", "IMAGES", "LEAST", "EXPECTED", "MOST");
    routes.forEach(
        (route, sum) ->
            row(table, route.provider(), route.model(), route.quality().toString(), sum));
    if (all != null) {
      row(table, "all", "", "", all);
    }
    return table.text();
  }

  private static void row(TextTable table, String provider, String model, String quality, Sum sum) {
    table.row(
        provider,
        model,
        quality,
        Long.toString(sum.jobs()),
        Long.toString(sum.images()),
        sum.least().toString(),
        sum.expected().toString(),
        sum.most().toString());
  }

  private static String counted(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }
}

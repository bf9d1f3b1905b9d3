package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.cost.Usd;
import java.util.Map;

/** The part of a report that says whether the books agree. Pure. */
final class ReportProof {
  private static final int MOST_FAULTS = 20;

  private ReportProof() {}

  static String of(DemoProof proof) {
    StringBuilder html = new StringBuilder();
    html.append(
        "<div class=\"proof %s\"><h3>%s</h3>"
            .formatted(
                proof.holds() ? "good" : "bad",
                proof.holds()
                    ? "The books agree to the last digit, and no budget was ever exceeded"
                    : "The books do not agree"));
    html.append(
        "<span class=\"money\">ledger %s %s invoice %s</span><ul>"
            .formatted(
                Dollars.exact(proof.ledger()),
                proof.ledger().equals(proof.invoice()) ? "=" : "≠",
                Dollars.exact(proof.invoice())));
    proof.faults().stream()
        .limit(MOST_FAULTS)
        .forEach(fault -> item(html, "<strong>" + Html.escape(fault) + "</strong>"));
    for (DemoProof.Account account : proof.accounts()) {
      item(
          html,
          "%s: ledger <span class=\"money\">%s</span>, invoice <span class=\"money\">%s</span>"
              .formatted(
                  Html.escape(account.provider()),
                  Dollars.exact(account.ledger()),
                  Dollars.exact(account.invoice())));
    }
    item(
        html,
        ("calls without an answer: %d, <span class=\"money\">%s</span> in suspense; the invoice"
                + " charged <span class=\"money\">%s</span> of it, the rest was set free")
            .formatted(
                proof.suspended(),
                Dollars.exact(proof.inSuspense()),
                Dollars.exact(proof.resolved())));
    proof
        .highest()
        .forEach(
            (budget, highest) -> {
              if (budget.scope().equals(DemoTraffic.COMPANY)) {
                item(
                    html,
                    ("most ever committed at one moment: <span class=\"money\">%s</span> of"
                            + " <span class=\"money\">%s</span>, looked at after each of %d ledger"
                            + " steps")
                        .formatted(
                            Dollars.exact(highest), Dollars.exact(budget.limit()), proof.checks()));
              }
            });
    html.append("</ul>");
    return html.append(budgets(proof)).append("</div>").toString();
  }

  private static String budgets(DemoProof proof) {
    StringBuilder html = new StringBuilder();
    html.append(
        "<details><summary>Each of the %d budgets, and the most ever committed on it</summary><ul>"
            .formatted(proof.highest().size()));
    for (Map.Entry<Budget, Usd> one : proof.highest().entrySet()) {
      item(
          html,
          "%s: <span class=\"money\">%s</span> of <span class=\"money\">%s</span>"
              .formatted(
                  Html.escape(one.getKey().scope().toString()),
                  Dollars.exact(one.getValue()),
                  Dollars.exact(one.getKey().limit())));
    }
    return html.append("</ul></details>").toString();
  }

  private static void item(StringBuilder html, String text) {
    html.append("<li>").append(text).append("</li>");
  }
}

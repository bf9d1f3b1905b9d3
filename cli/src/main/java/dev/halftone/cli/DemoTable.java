package dev.halftone.cli;

import dev.halftone.budget.Budget;
import dev.halftone.cost.Usd;
import dev.halftone.router.RoutingException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The end of a demonstration as a table in plain words. Pure. */
final class DemoTable {
  private static final int LABEL_WIDTH = 26;
  private static final int VALUE_WIDTH = 12;

  private final List<String> lines = new ArrayList<>();

  private DemoTable() {}

  static String of(DemoResult result, DemoFigures figures) {
    DemoTable table = new DemoTable();
    table.money(figures);
    table.events(figures);
    table.proof(result.proof());
    return String.join(System.lineSeparator(), table.lines);
  }

  private void money(DemoFigures figures) {
    row(
        "Requests",
        figures.requests(),
        "%d served with %d images".formatted(figures.served(), figures.images()));
    row(
        "Money spent",
        Dollars.cents(figures.spent()),
        "%d %% of the budget of %s"
            .formatted(
                Dollars.percent(figures.spent(), figures.budget()),
                Dollars.cents(figures.budget())));
    saved(
        "Saved against dearest",
        figures.savedAgainstDearest(),
        figures.dearest(),
        "the dearest route offered");
    row("  by using images again", Dollars.cents(figures.reuse()), "");
    row(
        "  by stepping down",
        Dollars.cents(figures.steppedDown()),
        "a cheaper step of the tier, where a limit ran short");
    row("  by cheaper routes", Dollars.cents(figures.cheaper()), "for the same step");
    saved(
        "Saved against one provider",
        figures.savedAgainstSingle(),
        figures.single(),
        "all at %s, the cheapest alone".formatted(figures.singleProvider()));
    row(
        "Paid for nothing",
        Dollars.cents(figures.lost()),
        "connections cut after the provider had done the work");
  }

  private void saved(String label, Usd saved, Usd instead, String where) {
    row(
        label,
        Dollars.cents(saved),
        "%d %% of %s: %s"
            .formatted(Dollars.percent(saved, instead), Dollars.cents(instead), where));
  }

  private void events(DemoFigures figures) {
    row(
        "Cache hits",
        figures.cacheHits() + figures.joined(),
        "%d made before, %d joined while being made"
            .formatted(figures.cacheHits(), figures.joined()));
    row("Retries", figures.retries(), "%d calls in all".formatted(figures.calls()));
    row("Steps down", figures.stepsDown(), "served a step below the best of their tier");
    int byBudget = figures.refusedBy(Reason.BUDGET_EXCEEDED);
    int byProvider = figures.refusedBy(Reason.PROMPT_REFUSED);
    row(
        "Refusals",
        byBudget + byProvider,
        "%d by a budget, %d by a provider".formatted(byBudget, byProvider));
    row("Failures", figures.failed(), "not tried again where that might have paid twice");
  }

  private void proof(DemoProof proof) {
    lines.add("");
    lines.add(
        "  ledger %s %s simulator's invoice %s"
            .formatted(
                Dollars.exact(proof.ledger()),
                proof.ledger().equals(proof.invoice()) ? "=" : "IS NOT",
                Dollars.exact(proof.invoice())));
    lines.add(
        "  in suspense %s for %d calls without an answer; the invoice charged %s of it"
            .formatted(
                Dollars.exact(proof.inSuspense()),
                proof.suspended(),
                Dollars.exact(proof.resolved())));
    for (DemoProof.Account account : proof.accounts()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "    %-10s ledger %s %s invoice %s%s",
              account.provider(),
              Dollars.exact(account.ledger()),
              account.ledger().equals(account.invoice()) ? "=" : "IS NOT",
              Dollars.exact(account.invoice()),
              account.provider().equals("wavespeed") ? " (its prices are invented)" : ""));
    }
    int others = 0;
    int exceeded = 0;
    for (Map.Entry<Budget, Usd> one : proof.highest().entrySet()) {
      Budget budget = one.getKey();
      boolean over = one.getValue().isMoreThan(budget.limit());
      exceeded += over ? 1 : 0;
      if (over || budget.scope().equals(DemoTraffic.COMPANY)) {
        lines.add(
            "  budget %s %s: highest commitment %s of %s"
                .formatted(
                    budget.scope(),
                    over ? "EXCEEDED" : "never exceeded",
                    Dollars.exact(one.getValue()),
                    Dollars.exact(budget.limit())));
      } else {
        others++;
      }
    }
    if (exceeded == 0) {
      lines.add("  nor was any of the %d budgets of teams and campaigns".formatted(others));
    }
    lines.add("  checked after each of %d ledger steps".formatted(proof.checks()));
  }

  private void row(String label, Object value, String note) {
    lines.add(
        String.format(
                Locale.ROOT,
                "  %-" + LABEL_WIDTH + "s %" + VALUE_WIDTH + "s   %s",
                label,
                value,
                note)
            .stripTrailing());
  }
}

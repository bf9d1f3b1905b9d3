package dev.halftone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halftone.budget.Budget;
import dev.halftone.budget.BudgetState;
import dev.halftone.budget.Suspense;
import java.util.List;
import java.util.stream.Collectors;

/** What stands on a ledger, for a person and for a program. */
record LedgerView(LedgerSettings ledger, List<BudgetState> budgets, List<Suspense> suspended) {

  /** One document; amounts are decimal strings of US dollars. */
  ObjectNode json() {
    ObjectNode document =
        Json.object()
            .put("ledger", ledger.type())
            .put("outlives_the_command", ledger.outlivesTheCommand());
    ArrayNode states = document.putArray("budgets");
    budgets.forEach(state -> states.add(json(state)));
    ArrayNode holds = document.putArray("suspended");
    for (Suspense one : suspended) {
      ObjectNode hold = holds.addObject().put("id", one.id());
      hold.set("scopes", Json.texts(one.scopes()));
      hold.put("amount_usd", one.amount().toString()).put("since", one.since().toString());
    }
    return document;
  }

  private static ObjectNode json(BudgetState state) {
    Budget budget = state.budget();
    ObjectNode node =
        Json.object()
            .put("scope", budget.scope().toString())
            .put("window", budget.window().toString())
            .put("limit_usd", budget.limit().toString())
            .put("spent_usd", state.spent().toString())
            .put("held_usd", state.held().toString())
            .put("suspense_usd", state.suspense().toString())
            .put("overrun_usd", state.overrun().toString());
    if (budget.limit().isZero()) {
      node.putNull("used_percent");
    } else {
      node.put("used_percent", Dollars.percent(state.committed(), budget.limit()));
    }
    ArrayNode shares = node.put("refusals", state.refusals()).putArray("warn_at_percent");
    budget.warnAtPercent().forEach(shares::add);
    return node;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("ledger: ").append(ledger).append(System.lineSeparator());
    text.append(System.lineSeparator());
    if (budgets.isEmpty()) {
      text.append("no budgets").append(System.lineSeparator());
    } else {
      text.append(budgetTable().text());
    }
    text.append(System.lineSeparator());
    if (suspended.isEmpty()) {
      return text.append("nothing in suspense").append(System.lineSeparator()).toString();
    }
    TextTable holds = new TextTable("IN SUSPENSE", "CHARGED TO", "AMOUNT", "SINCE");
    for (Suspense one : suspended) {
      holds.row(
          Plain.text(one.id()),
          one.scopes().stream().map(Object::toString).collect(Collectors.joining(" ")),
          Dollars.exact(one.amount()),
          one.since().toString());
    }
    return text.append(holds.text())
        .append(System.lineSeparator())
        .append("halftone ledger resolve ID (--charged USD|--released) ends one")
        .append(System.lineSeparator())
        .toString();
  }

  private TextTable budgetTable() {
    TextTable table =
        new TextTable(
            "SCOPE", "WINDOW", "LIMIT", "SPENT", "HELD", "SUSPENSE", "USED", "OVERRUN", "REFUSED");
    for (BudgetState state : budgets) {
      Budget budget = state.budget();
      table.row(
          budget.scope().toString(),
          budget.window().toString(),
          Dollars.exact(budget.limit()),
          Dollars.exact(state.spent()),
          Dollars.exact(state.held()),
          Dollars.exact(state.suspense()),
          budget.limit().isZero() ? "-" : Dollars.percent(state.committed(), budget.limit()) + " %",
          Dollars.exact(state.overrun()),
          Long.toString(state.refusals()));
    }
    return table;
  }
}

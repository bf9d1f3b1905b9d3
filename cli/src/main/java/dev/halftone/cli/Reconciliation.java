package dev.halftone.cli;

import dev.halftone.budget.BudgetState;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Invoice;
import dev.halftone.simulator.InvoiceLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a ledger with an invoice, call by call, by the id the router sent with each. Pure. */
final class Reconciliation {
  private final Map<String, Usd> settled;
  private final Map<String, InvoiceLine> lines = new HashMap<>();
  private final Invoice invoice;
  private final List<String> faults = new ArrayList<>();

  Reconciliation(Map<String, Usd> settled, Invoice invoice) {
    this.settled = settled;
    this.invoice = invoice;
    for (InvoiceLine line : invoice.lines()) {
      if (lines.put(line.clientRequestId(), line) != null) {
        faults.add("the invoice has two lines for call " + line.clientRequestId());
      }
    }
  }

  /** Compares everything, and the budgets as they stand at the end. */
  List<String> faults(List<BudgetState> budgets) {
    List<String> found = new ArrayList<>(faults);
    settled.forEach(
        (id, charged) -> {
          InvoiceLine line = lines.get(id);
          Usd billed = line == null ? Usd.ZERO : Usd.ofNanos(line.chargedNanoUsd());
          if (!billed.equals(charged)) {
            found.add("call %s: ledger $%s, invoice $%s".formatted(id, charged, billed));
          }
        });
    lines.forEach(
        (id, line) -> {
          if (line.chargedNanoUsd() > 0 && !settled.containsKey(id)) {
            found.add(
                "call %s: the invoice has $%s, the ledger nothing"
                    .formatted(id, Usd.ofNanos(line.chargedNanoUsd())));
          }
        });
    Map<String, Usd> spentByKind = new TreeMap<>();
    for (BudgetState state : budgets) {
      if (!state.held().isZero() || !state.suspense().isZero()) {
        found.add(
            "budget %s still has $%s held and $%s in suspense"
                .formatted(state.budget().scope(), state.held(), state.suspense()));
      }
      spentByKind.merge(state.budget().scope().kind(), state.spent(), Usd::plus);
    }
    Usd billed = Usd.ofNanos(invoice.chargedNanoUsd());
    // Every request is charged to one budget of each kind, so each kind pays for everything.
    spentByKind.forEach(
        (kind, spent) -> {
          if (!spent.equals(billed)) {
            found.add(
                "budgets of kind %s have $%s spent, the invoice has $%s"
                    .formatted(kind, spent, billed));
          }
        });
    return found;
  }

  /** Provider by provider, by the names of the simulator. */
  List<DemoProof.Account> accounts(Map<String, String> providerOfCall) {
    Map<String, Usd> ours = new TreeMap<>();
    Map<String, Usd> theirs = new TreeMap<>();
    settled.forEach(
        (id, charged) -> ours.merge(providerOfCall.getOrDefault(id, "?"), charged, Usd::plus));
    lines.forEach(
        (id, line) ->
            theirs.merge(line.provider().slug(), Usd.ofNanos(line.chargedNanoUsd()), Usd::plus));
    ours.keySet().forEach(name -> theirs.putIfAbsent(name, Usd.ZERO));
    List<DemoProof.Account> accounts = new ArrayList<>();
    theirs.forEach(
        (name, billed) ->
            accounts.add(new DemoProof.Account(name, ours.getOrDefault(name, Usd.ZERO), billed)));
    return accounts;
  }
}

package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.budget.BudgetState;
import dev.halftone.cost.Usd;
import dev.halftone.simulator.Invoice;
import dev.halftone.simulator.InvoiceLine;
import dev.halftone.simulator.SimulatedProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final Usd FIVE = Usd.ofNanos(5);

  @Test
  void faults_equalBooks_areNone() {
    assertThat(faults(Map.of("a", FIVE), invoice(line("a", 5), line("b", 0)), state(5, 0)))
        .isEmpty();
  }

  @Test
  void faults_oneNanoDollarOff_areNamed() {
    assertThat(faults(Map.of("a", FIVE), invoice(line("a", 6)), state(5, 0)))
        .containsExactlyInAnyOrder(
            "call a: ledger $0.000000005, invoice $0.000000006",
            "budgets of kind org have $0.000000005 spent, the invoice has $0.000000006");
  }

  @Test
  void faults_chargedCallTheLedgerDoesNotKnow_areNamed() {
    assertThat(faults(Map.of(), invoice(line("a", 5)), state(0, 0)))
        .contains("call a: the invoice has $0.000000005, the ledger nothing");
  }

  @Test
  void faults_settledCallTheInvoiceDoesNotKnow_areNamed() {
    assertThat(faults(Map.of("a", FIVE), invoice(), state(5, 0))).hasSize(2);
  }

  @Test
  void faults_callOnTheInvoiceTwice_areNamed() {
    assertThat(faults(Map.of("a", FIVE), invoice(line("a", 5), line("a", 5)), state(10, 0)))
        .containsExactly("the invoice has two lines for call a");
  }

  @Test
  void faults_moneyLeftInSuspense_areNamed() {
    assertThat(faults(Map.of("a", FIVE), invoice(line("a", 5)), state(5, 7)))
        .containsExactly("budget org:acme still has $0.000000 held and $0.000000007 in suspense");
  }

  private static List<String> faults(Map<String, Usd> settled, Invoice invoice, BudgetState state) {
    return new Reconciliation(settled, invoice).faults(List.of(state));
  }

  private static BudgetState state(long spent, long suspense) {
    return new BudgetState(
        DemoSamples.COMPANY, Usd.ofNanos(spent), Usd.ZERO, Usd.ofNanos(suspense), Usd.ZERO, 0);
  }

  private static Invoice invoice(InvoiceLine... lines) {
    long sum = 0;
    for (InvoiceLine line : lines) {
      sum += line.chargedNanoUsd();
    }
    Invoice.Total total = new Invoice.Total(lines.length, lines.length, lines.length, sum);
    return new Invoice(List.of(lines), Map.of(SimulatedProvider.OPENAI, total));
  }

  private static InvoiceLine line(String id, long nanos) {
    return new InvoiceLine(
        SimulatedProvider.OPENAI,
        "gpt-image-2",
        "low",
        "1024x1024",
        1,
        0,
        0,
        0,
        0,
        nanos,
        200,
        InvoiceLine.Ending.ANSWERED,
        "req",
        id);
  }
}

package dev.halftone.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** Writes the invoice. Thread-safe. */
final class InvoiceBook {
  private final int maxLines;
  private final Deque<InvoiceLine> lines = new ArrayDeque<>();
  private final Map<SimulatedProvider, Invoice.Total> totals =
      new EnumMap<>(SimulatedProvider.class);

  InvoiceBook(int maxLines) {
    this.maxLines = maxLines;
  }

  synchronized void add(InvoiceLine line) {
    lines.addLast(line);
    if (lines.size() > maxLines) {
      lines.removeFirst();
    }
    totals.merge(line.provider(), Invoice.Total.ZERO.plus(line), (old, first) -> old.plus(line));
  }

  synchronized long chargedNanoUsd(SimulatedProvider provider) {
    return totals.getOrDefault(provider, Invoice.Total.ZERO).chargedNanoUsd();
  }

  synchronized Invoice snapshot() {
    return new Invoice(new ArrayList<>(lines), totals);
  }
}

package dev.halftone.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the invoice. Thread-safe. */
final class InvoiceBook {
  private static final Logger LOG = LoggerFactory.getLogger(InvoiceBook.class);

  private final int maxLines;
  private final Consumer<InvoiceLine> listener;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final Deque<InvoiceLine> lines = new ArrayDeque<>();
  private final Map<SimulatedProvider, Invoice.Total> totals =
      new EnumMap<>(SimulatedProvider.class);

  InvoiceBook(int maxLines, Consumer<InvoiceLine> listener) {
    this.maxLines = maxLines;
    this.listener = listener;
  }

  void add(InvoiceLine line) {
    enter(line);
    try {
      listener.accept(line);
    } catch (RuntimeException e) {
      if (!warned.getAndSet(true)) {
        LOG.warn("the listener of ended calls failed, which is said once", e);
      }
    }
  }

  private synchronized void enter(InvoiceLine line) {
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

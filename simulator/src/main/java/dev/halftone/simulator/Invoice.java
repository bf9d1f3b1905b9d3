package dev.halftone.simulator;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the simulated providers charged, at one moment. Immutable and thread-safe; does no I/O.
 * Looking at it costs nothing and changes nothing.
 *
 * @param lines one for every call for images that has ended, in order of ending; only the latest
 *     when there were more than {@link SimulatorOptions.Builder#maxInvoiceLines}
 * @param totals sums over all calls since the start, one entry for each provider
 */
public record Invoice(List<InvoiceLine> lines, Map<SimulatedProvider, Total> totals) {

  /** Copies, so that the invoice does not change any more. */
  public Invoice {
    lines = List.copyOf(lines);
    totals = Map.copyOf(totals);
  }

  /** The sum of one provider; zero when it was never called. */
  public Total total(SimulatedProvider provider) {
    return totals.getOrDefault(provider, Total.ZERO);
  }

  /** All providers together, in nano-US-dollars. */
  public long chargedNanoUsd() {
    return totals.values().stream().mapToLong(Total::chargedNanoUsd).reduce(0, Math::addExact);
  }

  /** Whether no line was dropped, so that the lines tell of every call that has ended. */
  public boolean isComplete() {
    return lines.size() == totals.values().stream().mapToLong(Total::calls).sum();
  }

  /**
   * The calls of each client request id, in order of the first; calls without one stand together
   * under the empty id.
   *
   * @throws IllegalStateException when lines were dropped: see {@link #isComplete()}
   */
  public Map<String, ClientCalls> callsByClientRequestId() {
    if (!isComplete()) {
      throw new IllegalStateException(
          "the invoice keeps " + lines.size() + " lines of more calls; raise maxInvoiceLines");
    }
    Map<String, ClientCalls> calls = new LinkedHashMap<>();
    for (InvoiceLine line : lines) {
      ClientCalls one = new ClientCalls(1, line.isCharged() ? 1 : 0, line.chargedNanoUsd());
      calls.merge(line.clientRequestId(), one, ClientCalls::plus);
    }
    return calls;
  }

  /**
   * The client request ids that were charged more than once, over all providers; empty when nobody
   * paid twice. Calls without an id are not looked at, as nothing tells them apart.
   *
   * @throws IllegalStateException when lines were dropped, because one of them might be a second
   */
  public Set<String> paidTwice() {
    Set<String> twice = new LinkedHashSet<>();
    callsByClientRequestId()
        .forEach(
            (id, calls) -> {
              if (!id.isEmpty() && calls.charged() > 1) {
                twice.add(id);
              }
            });
    return twice;
  }

  /**
   * What came under one client request id.
   *
   * @param calls calls that ended, charged or not
   * @param charged calls that cost something
   * @param chargedNanoUsd their sum in nano-US-dollars
   */
  public record ClientCalls(int calls, int charged, long chargedNanoUsd) {
    ClientCalls plus(ClientCalls more) {
      return new ClientCalls(
          calls + more.calls,
          charged + more.charged,
          Math.addExact(chargedNanoUsd, more.chargedNanoUsd));
    }
  }

  /**
   * Sums of one provider.
   *
   * @param calls calls that ended, charged or not
   * @param chargedCalls calls that cost something
   * @param images pictures that were charged
   * @param chargedNanoUsd nano-US-dollars
   */
  public record Total(long calls, long chargedCalls, long images, long chargedNanoUsd) {
    static final Total ZERO = new Total(0, 0, 0, 0);

    Total plus(InvoiceLine line) {
      boolean charged = line.isCharged();
      return new Total(
          calls + 1,
          chargedCalls + (charged ? 1 : 0),
          images + (charged ? line.images() : 0),
          Math.addExact(chargedNanoUsd, line.chargedNanoUsd()));
    }
  }
}

package dev.halftone.simulator;

import java.util.List;
import java.util.Map;

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

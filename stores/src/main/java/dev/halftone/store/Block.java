package dev.halftone.store;

import java.util.List;
import java.util.Map;

/**
 * What one commit adds to the history.
 *
 * @param number counts up from 1 without gaps
 * @param atMillis the ledger's time at its end
 * @param lines oldest first
 * @param refusals the new count of each budget that refused, by its {@link Tally#seq}
 */
record Block(long number, long atMillis, List<Line> lines, Map<Long, Long> refusals) {
  boolean isEmpty() {
    return lines.isEmpty() && refusals.isEmpty();
  }
}

package dev.halftone.store;

import dev.halftone.budget.LedgerEntry;

/**
 * A line of the history with what applying it again needs beyond what a reader sees.
 *
 * @param untilMillis when the hold's lifetime ends; 0 for lines that do not change it
 */
record Line(LedgerEntry entry, long untilMillis) {
  long atMillis() {
    return entry.at().toEpochMilli();
  }
}

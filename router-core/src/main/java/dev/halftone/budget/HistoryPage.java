package dev.halftone.budget;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a ledger's history.
 *
 * @param entries oldest first; the lines of one hold are in the order of its steps
 * @param next the cursor of the next page; null if there was none when this one was read
 */
public record HistoryPage(List<LedgerEntry> entries, @Nullable String next) {
  public HistoryPage {
    entries = List.copyOf(entries);
  }
}

package dev.halftone.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of a ledger's history are wanted, oldest first. Immutable: each method returns a
 * changed copy.
 *
 * @param scope only lines that concern it; null for all
 * @param id only lines of this hold; null for all
 * @param from only lines at or after it; null for all
 * @param after only lines after the page that this cursor ends, from {@link HistoryPage#next}; null
 *     to begin
 * @param atMost how many lines a page has at most; 1 to {@value #MAX_LINES}
 */
public record HistoryQuery(
    @Nullable Scope scope,
    @Nullable String id,
    @Nullable Instant from,
    @Nullable String after,
    int atMost) {
  /** The most lines of one page. */
  public static final int MAX_LINES = 10_000;

  private static final int USUAL_LINES = 1_000;

  public HistoryQuery {
    if (atMost < 1 || atMost > MAX_LINES) {
      throw new IllegalArgumentException(
          "atMost is %d; allowed are 1 to %d lines".formatted(atMost, MAX_LINES));
    }
  }

  /** Everything, 1,000 lines a page. */
  public static HistoryQuery all() {
    return new HistoryQuery(null, null, null, null, USUAL_LINES);
  }

  public HistoryQuery scope(Scope only) {
    return new HistoryQuery(only, id, from, after, atMost);
  }

  public HistoryQuery id(String only) {
    return new HistoryQuery(scope, only, from, after, atMost);
  }

  public HistoryQuery from(Instant first) {
    return new HistoryQuery(scope, id, first, after, atMost);
  }

  public HistoryQuery after(@Nullable String cursor) {
    return new HistoryQuery(scope, id, from, cursor, atMost);
  }

  public HistoryQuery atMost(int lines) {
    return new HistoryQuery(scope, id, from, after, lines);
  }

  /** Whether this line is wanted; the cursor and the size of the page are the ledger's to heed. */
  public boolean accepts(LedgerEntry entry) {
    return (scope == null || entry.scopes().contains(scope))
        && (id == null || id.equals(entry.id()) || id.equals(entry.origin()))
        && (from == null || !entry.at().isBefore(from));
  }
}

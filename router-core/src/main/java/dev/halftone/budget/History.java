package dev.halftone.budget;

import dev.halftone.budget.LedgerEntry.Kind;
import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in an order that explains every sum. Its monitor guards it, and is taken before
 * the lock of any hold; limits are changed and parts are carved out under it.
 *
 * <p>Lines are put in order when somebody asks for them, and keep their places from then on. A hold
 * tells under which limits it was reserved, by counting their changes; so its line never changes
 * places with that of a limit, even within one millisecond.
 */
final class History {
  /** How many changes of limits are kept until somebody asks for them. */
  static final int CHANGES = 65_536;

  /** How many lines keep their places. */
  static final int LINES = 262_144;

  private static final Comparator<Line> ORDER =
      Comparator.<Line, Instant>comparing(line -> line.entry.at())
          .thenComparingLong(line -> line.epoch)
          .thenComparingInt(line -> line.step);

  private final ArrayDeque<Change> changes = new ArrayDeque<>();
  private final ArrayList<LedgerEntry> lines = new ArrayList<>();
  private long forgotten;

  /**
   * A line that has no place yet: how many limits had changed, and which step of its hold it is.
   */
  record Line(long epoch, int step, LedgerEntry entry) {}

  private record Change(long atMillis, Kind kind, long epoch, Budget budget) {
    Line line() {
      return new Line(
          epoch,
          -1,
          new LedgerEntry(
              Instant.ofEpochMilli(atMillis),
              kind,
              "",
              List.of(budget.scope()),
              budget.limit(),
              Usd.ZERO,
              null,
              budget));
    }
  }

  synchronized void changed(long atMillis, Kind kind, long epoch, Budget budget) {
    if (changes.size() == CHANGES) {
      changes.removeFirst();
    }
    changes.addLast(new Change(atMillis, kind, epoch, budget));
  }

  synchronized HistoryPage page(HistoryQuery query, Collection<Hold> holds) {
    gather(holds);
    List<LedgerEntry> found = new ArrayList<>(Math.min(query.atMost(), lines.size()));
    for (long at = Math.max(forgotten, place(query.after())); at < end(); at++) {
      LedgerEntry entry = lines.get((int) (at - forgotten));
      if (query.accepts(entry)) {
        if (found.size() == query.atMost()) {
          return new HistoryPage(found, Long.toString(at));
        }
        found.add(entry);
      }
    }
    return new HistoryPage(found, null);
  }

  private long end() {
    return forgotten + lines.size();
  }

  private static long place(@Nullable String cursor) {
    try {
      return cursor == null ? 0 : Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "after is '%s'; allowed is what an earlier page gave as next".formatted(cursor), e);
    }
  }

  private void gather(Collection<Hold> holds) {
    List<Line> fresh = new ArrayList<>();
    for (Change change : changes) {
      fresh.add(change.line());
    }
    changes.clear();
    for (Hold hold : holds) {
      hold.take();
      hold.tell(fresh);
      hold.leave();
    }
    fresh.sort(ORDER);
    fresh.forEach(line -> lines.add(line.entry));
    int tooMany = lines.size() - LINES;
    if (tooMany > 0) {
      lines.subList(0, tooMany).clear();
      forgotten += tooMany;
    }
  }
}

package dev.halftone.store;

import dev.halftone.budget.LedgerEntry;
import dev.halftone.budget.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a hold began, by which an id that comes again is recognised, however long ago it ended.
 *
 * @param amount what was first held, in nano-dollars
 * @param origin of a part, the hold it was carved out of; else null
 */
record Birth(String id, List<Scope> scopes, long amount, @Nullable String origin) {
  /** The birth that a line tells of, or null if it tells of something else. */
  static @Nullable Birth of(LedgerEntry entry) {
    return switch (entry.kind()) {
      case RESERVED, CARVED ->
          new Birth(entry.id(), entry.scopes(), entry.amount().nanos(), entry.origin());
      default -> null;
    };
  }
}

package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a ledger's history. All lines together explain what stands on every budget.
 *
 * @param at when it took effect, by the ledger's clock
 * @param kind what happened
 * @param id the hold's id; empty for a line about a budget
 * @param scopes whom it concerns, in scope order
 * @param amount the limit that was set, or what the hold held when this line ended or changed it:
 *     after the change for {@link Kind#EXTENDED}, the part for {@link Kind#CARVED}
 * @param charged what was settled; zero where nothing was
 * @param origin of a part that was carved out, the id of the hold it comes from; else null
 * @param budget of a line about a budget, that budget; else null
 */
public record LedgerEntry(
    Instant at,
    Kind kind,
    String id,
    List<Scope> scopes,
    Usd amount,
    Usd charged,
    @Nullable String origin,
    @Nullable Budget budget) {
  public LedgerEntry {
    scopes = List.copyOf(scopes);
  }

  /** What happened. */
  public enum Kind {
    /** A limit was set for the first time, or set anew. */
    BUDGET_SET,
    /** A limit was taken away. */
    BUDGET_REMOVED,
    /** Money was held. */
    RESERVED,
    /** A hold holds more, or lives longer. */
    EXTENDED,
    /** A part of a hold became a hold of its own. */
    CARVED,
    /** A hold ended with a charge. */
    SETTLED,
    /** A hold ended without one. */
    RELEASED,
    /** A hold went to suspense because its owner does not know the outcome. */
    SUSPENDED,
    /** A hold went to suspense because its lifetime was over. */
    EXPIRED,
    /** A suspense ended, by hand or by the provider's invoice. */
    RESOLVED
  }

  /** How much was charged above what was held; zero if it was not. */
  public Usd overrun() {
    return charged.isMoreThan(amount) ? charged.minus(amount) : Usd.ZERO;
  }
}

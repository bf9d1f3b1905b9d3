package dev.halftone.budget;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Holds money before a call and accounts for it afterwards, in two phases that each end once.
 *
 * <p>The promise: the sum of settled, held and suspended money never exceeds the limit, as long as
 * no provider bills more than the most it declared. A bill above its hold is recorded in full,
 * counted as an overrun, and stops further admissions until there is room again.
 *
 * <p>Thread-safe. A future fails only if the ledger itself fails; a refusal is a value. Every
 * implementation passes the same contract test.
 */
public interface BudgetLedger {
  /**
   * Reserves an amount on all scopes or on none.
   *
   * @param id the caller's id for this hold; the same id again returns the same reservation
   * @param scopes whom to charge, distinct; empty is allowed and always held
   * @param amount the most the call may cost; at least 0
   * @throws IllegalArgumentException if a scope has no budget, so that a misspelt one is never free
   */
  Future<Reservation> reserve(String id, Collection<Scope> scopes, Usd amount);

  /** Ends a hold with what was really charged, which may be above it. */
  Future<Ending> settle(String id, Usd charged);

  /** Ends a hold of a call that certainly was not charged. */
  Future<Ending> release(String id);

  /** Keeps the money of a call whose outcome nobody knows, until {@link #resolve}. */
  Future<Ending> suspend(String id);

  /** Ends a suspense by hand or by the provider's invoice; zero if it was not charged. */
  Future<Ending> resolve(String id, Usd charged);

  /** Every budget with what stands on it now, in scope order. */
  Future<List<BudgetState>> budgets();

  /** The holds in suspense, oldest first. */
  Future<List<Suspense>> suspended();
}

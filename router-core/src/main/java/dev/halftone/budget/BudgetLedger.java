package dev.halftone.budget;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * Holds money before a call and accounts for it afterwards, in two phases that each end once.
 *
 * <p>The promise: the sum of settled, held and suspended money never exceeds the limit, as long as
 * no provider bills more than the most it declared. It holds at every moment, for every budget by
 * itself, within the {@link Window} of that budget. A bill above its hold is recorded in full,
 * counted as an overrun, and stops further admissions until there is room again.
 *
 * <pre>
 *   reserve -> Refused                        nothing is held; the id may be tried again
 *           -> Held -> settle | release       ended
 *                   -> suspend -> resolve     ended
 * </pre>
 *
 * <p>Thread-safe. A future fails only if the ledger itself fails, or if an id is used for a second
 * hold that differs from its first; a refusal is a value. Nothing here costs money or talks to a
 * provider. Every implementation passes the same contract test.
 */
public interface BudgetLedger {
  /** The most characters an id may have. */
  int MAX_ID_LENGTH = 200;

  /**
   * Reserves an amount on all scopes or on none. It is never shrunk to what is left.
   *
   * <p>The same id with the same scopes and amount returns the same reservation and holds nothing
   * more, also when that hold has ended since: so an id belongs to one call and is never used for
   * the next. With other scopes or another amount the future fails with {@link
   * IllegalArgumentException}. A refusal is not remembered: its id may be tried again.
   *
   * <p>A budget admits while settled, held and suspended money plus the amount is at most its
   * limit; so an amount of 0 is admitted up to the limit, and after an overrun nothing is. If
   * several budgets have no room, the first in scope order is named and counted.
   *
   * @param id the caller's id for this hold, 1 to {@value #MAX_ID_LENGTH} characters
   * @param scopes whom to charge, distinct, in any order; empty is allowed and always held
   * @param amount the most the call may cost; at least 0
   * @throws IllegalArgumentException at once if a scope has no budget, so that a misspelt one is
   *     never free, if a scope is named twice, or if id or amount is out of range
   */
  Future<Reservation> reserve(String id, Collection<Scope> scopes, Usd amount);

  /**
   * Ends a hold with what was really charged, which may be below or above it.
   *
   * <p>A charge so large that a sum would leave the range of {@link Usd} fails the future with
   * {@link ArithmeticException} and leaves the money held.
   *
   * @param charged at least 0
   * @throws IllegalArgumentException at once if the charge is negative
   */
  Future<Ending> settle(String id, Usd charged);

  /** Ends a hold of a call that certainly was not charged. */
  Future<Ending> release(String id);

  /** Keeps the money of a call whose outcome nobody knows, until {@link #resolve}. */
  Future<Ending> suspend(String id);

  /**
   * Ends a suspense by hand or by the provider's invoice. A hold still in flight is no suspense: it
   * is {@link Ending#UNKNOWN} here.
   *
   * @param charged zero if it was not charged, else as in {@link #settle}
   * @throws IllegalArgumentException at once if the charge is negative
   */
  Future<Ending> resolve(String id, Usd charged);

  /**
   * Every budget with what stands on it now, in scope order; those of one scope in the order they
   * were configured. Each is exact by itself; they are not all of one instant.
   */
  Future<List<BudgetState>> budgets();

  /** The holds in suspense, oldest first, whichever window they were reserved in. */
  Future<List<Suspense>> suspended();
}

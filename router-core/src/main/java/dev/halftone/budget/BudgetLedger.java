package dev.halftone.budget;

import dev.halftone.cost.Usd;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Holds money before a call and accounts for it afterwards, in two phases that each end once.
 *
 * <p>The promise: the sum of settled, held and suspended money never exceeds the limit, as long as
 * no provider bills more than the most it declared. It holds at every moment, for every budget by
 * itself, within the {@link Window} of that budget. A bill above its hold is recorded in full,
 * counted as an overrun, and stops further admissions until there is room again. Lowering a limit
 * below what stands on it does so too.
 *
 * <pre>
 *   reserve -> Refused                                      nothing is held; the id may be tried again
 *           -> Held -> settle | release                     ended
 *                   -> suspend, or lifetime over -> resolve ended
 * </pre>
 *
 * <p>A hold whose lifetime is over is in suspense: nobody may take its money. Its owner may still
 * settle or release it, since the owner knows the outcome; whoever comes first ends it.
 *
 * <p>Thread-safe. A future fails only if the ledger itself fails, or if an id is used for a second
 * hold that differs from its first; a refusal is a value. Where a future fails because the ledger
 * cannot be reached, the step may have been made: repeating it with the same id is safe. Nothing
 * here costs money or talks to a provider. Every implementation passes the same contract test.
 */
public interface BudgetLedger {
  /** The most characters an id may have. */
  int MAX_ID_LENGTH = 200;

  /** How long a hold lives unless told otherwise. */
  Duration USUAL_LIFETIME = Duration.ofHours(1);

  /** The longest lifetime of a hold. */
  Duration MAX_LIFETIME = Duration.ofDays(366);

  /** Reserves with the {@link #USUAL_LIFETIME}. */
  default Future<Reservation> reserve(String id, Collection<Scope> scopes, Usd amount) {
    return reserve(id, scopes, amount, USUAL_LIFETIME);
  }

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
   * @param lifetime after which the hold becomes suspense; 1 ms to {@link #MAX_LIFETIME}
   * @throws IllegalArgumentException at once if id, amount or lifetime is out of range, or if a
   *     scope is named twice; at once, or by a failed future where limits are kept elsewhere, if a
   *     scope has no budget, so that a misspelt one is never free
   */
  Future<Reservation> reserve(String id, Collection<Scope> scopes, Usd amount, Duration lifetime);

  /**
   * Lets a hold in flight hold more or live longer, on all its scopes or on none; also one whose
   * lifetime was over, which is in flight again then. Neither is ever made less: repeating a call
   * changes nothing.
   *
   * @param amount the least it shall hold, all told; at least 0
   * @param lifetime the least it shall live from now on; 1 ms to {@link #MAX_LIFETIME}
   */
  Future<HoldChange> extend(String id, Usd amount, Duration lifetime);

  /**
   * Makes a part of a hold a hold of its own, on the same scopes, with the same lifetime and as of
   * the same reservation; of one whose lifetime is over, a suspense of its own. This always has
   * room, since nothing is held more than before. Repeating a call changes nothing. If the part's
   * id is used by another hold, or the part is more than the hold has, the future fails with {@link
   * IllegalArgumentException}.
   *
   * @param part the new hold's id, 1 to {@value #MAX_ID_LENGTH} characters
   * @param amount what it takes with it; at least 0
   */
  Future<HoldChange> carve(String id, String part, Usd amount);

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
   * Sets a limit at run time: adds the budget, or puts it in the place of the one over the same
   * scope and window, whose money stands on it from then on.
   */
  Future<Void> put(Budget budget);

  /**
   * Takes a limit away; holds that are charged to it end as they would have. A scope without any
   * limit left is unknown to {@link #reserve}.
   *
   * @return whether there was such a limit
   */
  Future<Boolean> remove(Scope scope, Window window);

  /**
   * Every budget with what stands on it now, in scope order; those of one scope in the order they
   * were set first. Each is exact by itself; they are not all of one instant.
   */
  Future<List<BudgetState>> budgets();

  /** The same of some scopes; those without a budget are left out. */
  Future<List<BudgetState>> budgets(Collection<Scope> scopes);

  /** The holds in suspense, oldest first, whichever window they were reserved in. */
  Future<List<Suspense>> suspended();

  /** A page of what happened, as far back as this ledger remembers. */
  Future<HistoryPage> history(HistoryQuery query);

  /** Ends every use of it; holds in flight stay held. Repeating it does nothing. */
  Future<Void> close();
}

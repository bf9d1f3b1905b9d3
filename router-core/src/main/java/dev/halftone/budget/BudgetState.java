package dev.halftone.budget;

import dev.halftone.cost.Usd;

/**
 * What stands on one budget at one instant, in its window of that instant: in a calendar window the
 * money reserved since it began, in a rolling one what has not left it yet.
 *
 * @param budget the limit
 * @param spent settled money within the window, overruns included
 * @param held money of calls in flight
 * @param suspense money of calls whose outcome nobody knows
 * @param overrun how much was billed above the holds, within spent
 * @param refusals reservations that this budget was the first to refuse, over all windows
 */
public record BudgetState(
    Budget budget, Usd spent, Usd held, Usd suspense, Usd overrun, long refusals) {
  /** Spent, held and suspended together. */
  public Usd committed() {
    return spent.plus(held).plus(suspense);
  }
}

package dev.halftone.budget;

import dev.halftone.cost.Usd;

/**
 * A share of a limit was reached: the soft limit that comes before the refusal.
 *
 * <p>It is given once for each share: in a calendar window once a window, in a rolling one at most
 * once in each length of it, in a total one once. Setting the limit anew arms all its shares again.
 *
 * @param budget the limit
 * @param percent the highest share reached, one of those that the budget names
 * @param committed spent, held and suspended money, with the amount that reached it
 */
public record BudgetWarning(Budget budget, int percent, Usd committed) {
  /** A sentence with every figure. */
  public String explain() {
    return "budget %s has reached %d %% of its limit of $%s (%s): $%s committed"
        .formatted(budget.scope(), percent, budget.limit(), budget.window(), committed);
  }
}

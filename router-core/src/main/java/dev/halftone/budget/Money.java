package dev.halftone.budget;

import dev.halftone.cost.Usd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps of money on several periods at once, on all of them or on none.
 *
 * <p>One period is a single exchange. On several, the amount is first claimed on each in turn, out
 * of sight, and held once all have room. Whoever waits for a claim to be decided has claims only
 * before it in scope order; so no circle of waiting can close.
 */
final class Money {
  private Money() {}

  static Reservation.@Nullable Refused hold(Period[] periods, Usd amount, long nowMillis) {
    if (periods.length == 1) {
      return periods[0].hold(amount, nowMillis);
    }
    for (int i = 0; i < periods.length; i++) {
      Reservation.Refused refused = periods[i].claim(amount, nowMillis);
      if (refused != null) {
        giveBack(periods, i, amount.nanos());
        return refused;
      }
    }
    for (Period period : periods) {
      period.holdClaimed(amount.nanos());
    }
    return null;
  }

  /** The warnings that are due once an amount is held. */
  static List<BudgetWarning> warnings(Period[] periods, long nowMillis) {
    List<BudgetWarning> warnings = List.of();
    for (Period period : periods) {
      BudgetWarning warning = period.warn(nowMillis);
      if (warning != null) {
        warnings = warnings.isEmpty() ? new ArrayList<>(1) : warnings;
        warnings.add(warning);
      }
    }
    return warnings;
  }

  static void suspend(Hold hold) {
    for (Period period : hold.periods) {
      period.suspend(hold.amount);
    }
  }

  static void unsuspend(Hold hold) {
    for (Period period : hold.periods) {
      period.unsuspend(hold.amount);
    }
  }

  /**
   * Puts a charge in place of a hold; false if a sum would leave the range, and nothing is done.
   */
  static boolean charge(Hold hold, long charged, long nowMillis) {
    long more = Math.max(0, charged - hold.amount);
    if (more > 0) {
      for (int i = 0; i < hold.periods.length; i++) {
        if (!hold.periods[i].claimBeyond(more, nowMillis)) {
          giveBack(hold.periods, i, more);
          return false;
        }
      }
    }
    Charge charge = new Charge(hold.isSuspense(), hold.amount, charged, more);
    for (Period period : hold.periods) {
      period.charge(charge, nowMillis);
    }
    return true;
  }

  private static void giveBack(Period[] periods, int count, long amount) {
    for (int i = 0; i < count; i++) {
      periods[i].giveBack(amount);
    }
  }
}

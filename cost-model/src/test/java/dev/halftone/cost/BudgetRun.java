package dev.halftone.cost;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Budgets used up one after another, as a ledger would: a call is admitted if what is settled and
 * held leaves room for its hold, and a refused one waits for another to settle.
 */
final class BudgetRun {
  private static final int BUDGETS = 200;
  private static final int IN_FLIGHT = 64;
  private static final int WARM_UP = 500;

  /** Budgets that ended above their limit. */
  final int exceeded;

  /** The largest excess as a part of the limit. */
  final double largestExcess;

  /** How many calls were in flight on average when one was admitted. */
  final double inFlight;

  static int budgets() {
    return BUDGETS;
  }

  BudgetRun(BillStream stream, CalibrationOptions options, Usd limit) {
    Calibration calibration = Calibration.create(options);
    for (int i = 0; i < WARM_UP; i++) {
      observe(calibration, stream.next());
    }
    int over = 0;
    double worst = 0;
    long admitted = 0;
    long flyingThen = 0;
    for (int i = 0; i < BUDGETS; i++) {
      Usd settled = Usd.ZERO;
      Usd held = Usd.ZERO;
      Deque<Held> flying = new ArrayDeque<>();
      BillStream.Bill next = stream.next();
      while (true) {
        Usd hold = calibration.calibrate(key(next), next.quote()).hold();
        boolean room = !settled.plus(held).plus(hold).isMoreThan(limit);
        if (room && flying.size() < IN_FLIGHT) {
          held = held.plus(hold);
          flying.add(new Held(next, hold));
          admitted++;
          flyingThen += flying.size();
          next = stream.next();
        } else if (flying.isEmpty()) {
          break;
        } else {
          Held done = flying.remove();
          held = held.minus(done.hold());
          settled = settled.plus(done.bill().charged());
          observe(calibration, done.bill());
        }
      }
      over += settled.isMoreThan(limit) ? 1 : 0;
      worst = Math.max(worst, settled.minus(limit).nanos() / (double) limit.nanos());
    }
    exceeded = over;
    largestExcess = Math.max(0, worst);
    inFlight = flyingThen / (double) admitted;
  }

  private static CalibrationKey key(BillStream.Bill bill) {
    return CalibrationKey.of(BillStream.PROVIDER, bill.quote());
  }

  private static void observe(Calibration calibration, BillStream.Bill bill) {
    calibration.observe(key(bill), bill.quote(), bill.charged());
  }

  private record Held(BillStream.Bill bill, Usd hold) {}
}

package dev.halftone.cost;

import java.util.ArrayDeque;
import java.util.Deque;

/** One stream followed from its start: every request calibrated, then its bill observed. */
final class DriftRun {
  static final int HOLD_PPM = 990_000;
  static final int WARM_UP = 1_000;
  static final int MEASURED = 20_000;
  static final int ROLL = 1_000;

  final double coverage;
  final double worstRoll;
  final double bestRoll;

  /** Billed below the interval, and above it, as shares of all. */
  final double below;

  final double above;

  /** The interval's width as a part of what was expected, on average. */
  final double width;

  /** The corrected expectations against the bills, in all. */
  final double expectedError;

  /** The declared expectations against the bills, in all. */
  final double declaredError;

  /** Of the money hard holds tie up, the part quantile holds do not. */
  final double freed;

  /** Calls billed above their hold, as a share of all. */
  final double overruns;

  /** The largest of them, as a part of its hold. */
  final double largestOverrun;

  DriftRun(BillStream stream, int inFlight) {
    Calibration calibration =
        Calibration.create(CalibrationOptions.builder().holdQuantilePpm(HOLD_PPM).build());
    Deque<BillStream.Bill> flying = new ArrayDeque<>();
    boolean[] inside = new boolean[MEASURED];
    int outBelow = 0;
    int outAbove = 0;
    int overHold = 0;
    double holds = 0;
    double mosts = 0;
    double widths = 0;
    double expected = 0;
    double declared = 0;
    double charged = 0;
    double largest = 0;
    for (int i = -WARM_UP; i < MEASURED; i++) {
      BillStream.Bill bill = stream.next();
      CalibrationKey key = CalibrationKey.of(BillStream.PROVIDER, bill.quote());
      Calibrated calibrated = calibration.calibrate(key, bill.quote());
      flying.add(bill);
      if (flying.size() > inFlight) {
        BillStream.Bill done = flying.remove();
        calibration.observe(key, done.quote(), done.charged());
      }
      if (i < 0) {
        continue;
      }
      boolean under = calibrated.low().isMoreThan(bill.charged());
      boolean over = bill.charged().isMoreThan(calibrated.high());
      inside[i] = !under && !over;
      outBelow += under ? 1 : 0;
      outAbove += over ? 1 : 0;
      widths += part(calibrated.high().minus(calibrated.low()), bill.quote().expected());
      holds += calibrated.hold().nanos();
      mosts += bill.quote().most().nanos();
      expected += calibrated.quote().expected().nanos();
      declared += bill.quote().expected().nanos();
      charged += bill.charged().nanos();
      if (bill.charged().isMoreThan(calibrated.hold())) {
        overHold++;
        Usd overrun = bill.charged().minus(calibrated.hold());
        largest = Math.max(largest, part(overrun, calibrated.hold()));
      }
    }
    below = outBelow / (double) MEASURED;
    above = outAbove / (double) MEASURED;
    coverage = (MEASURED - outBelow - outAbove) / (double) MEASURED;
    width = widths / MEASURED;
    expectedError = expected / charged - 1;
    declaredError = declared / charged - 1;
    freed = 1 - holds / mosts;
    overruns = overHold / (double) MEASURED;
    largestOverrun = largest;
    int covered = 0;
    int worst = ROLL;
    int best = 0;
    for (int i = 0; i < MEASURED; i++) {
      covered += inside[i] ? 1 : 0;
      covered -= i >= ROLL && inside[i - ROLL] ? 1 : 0;
      if (i >= ROLL - 1) {
        worst = Math.min(worst, covered);
        best = Math.max(best, covered);
      }
    }
    worstRoll = worst / (double) ROLL;
    bestRoll = best / (double) ROLL;
  }

  private static double part(Usd amount, Usd whole) {
    return amount.nanos() / (double) whole.nanos();
  }
}

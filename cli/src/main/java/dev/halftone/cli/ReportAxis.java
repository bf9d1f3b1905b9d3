package dev.halftone.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a picture: values in, positions out, with ticks at round numbers.
 *
 * @param from the position of the least value
 * @param to the position of the greatest
 * @param logarithmic whether each decade takes as much room as the next
 */
record ReportAxis(double least, double most, double from, double to, boolean logarithmic) {
  private static final int TICKS = 6;

  /** From zero to a round number at or above {@code most}. */
  static ReportAxis linear(double most, double from, double to) {
    double step = step(most);
    return new ReportAxis(0, step * Math.max(1, Math.ceil(most / step)), from, to, false);
  }

  /** From a 1, 2 or 5 at or below {@code least} to one at or above {@code most}; both above 0. */
  static ReportAxis logarithmic(double least, double most, double from, double to) {
    double low = roundDown(least);
    double high = low;
    while (high < most) {
      high = next(high);
    }
    return new ReportAxis(low, high > low ? high : next(low), from, to, true);
  }

  double at(double value) {
    double part =
        logarithmic
            ? Math.log(value / least) / Math.log(most / least)
            : (value - least) / (most - least);
    return from + part * (to - from);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = least; tick <= most * 1.001; tick = next(tick)) {
        ticks.add(tick);
      }
    } else {
      double step = step(most);
      for (int i = 0; i * step <= most * 1.001; i++) {
        ticks.add(i * step);
      }
    }
    return ticks;
  }

  private static double step(double most) {
    double rough = Math.max(most, 1e-9) / TICKS;
    double step = roundDown(rough);
    return step < rough ? next(step) : step;
  }

  private static double roundDown(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value)));
    double digit = value / decade;
    return decade * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
  }

  /** The next of 1, 2, 5, 10, 20 ... */
  private static double next(double tick) {
    double digit = tick / Math.pow(10, Math.floor(Math.log10(tick * 1.001)));
    return tick * (digit > 1.5 && digit < 3 ? 2.5 : 2);
  }
}

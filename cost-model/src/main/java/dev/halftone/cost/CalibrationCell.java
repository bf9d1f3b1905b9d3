package dev.halftone.cost;

import java.util.OptionalInt;

/** What one key remembers. Thread-safe: writers take turns, readers see the last whole state. */
final class CalibrationCell {
  /** One bill in forty on each side of a 95 % interval. */
  private static final long TAIL = TailLevel.ALL / 40;

  private static final long PPM = TailLevel.ALL / CalibrationOptions.ALL_PPM;

  /** An interval that must grow does so by at least this part of what it was. */
  private static final int LEAST_GROWTH = 16;

  private final int minSamples;
  private final int meanOver;
  private final RatioWindow window;
  private final TailLevel below = new TailLevel(TAIL);
  private final TailLevel above = new TailLevel(TAIL);
  private final TailLevel aboveHold;
  private final boolean holdsQuantile;
  private long samples;
  private long mean;
  private volatile LearnedRatios learned = LearnedRatios.NOTHING;
  private volatile long lastObserved;

  CalibrationCell(CalibrationOptions options) {
    minSamples = options.minSamples();
    meanOver = options.window() / 2;
    window = new RatioWindow(options.window());
    OptionalInt quantile = options.holdQuantilePpm();
    holdsQuantile = quantile.isPresent();
    aboveHold =
        new TailLevel(
            quantile.isPresent() ? (CalibrationOptions.ALL_PPM - quantile.getAsInt()) * PPM : TAIL);
  }

  LearnedRatios learned() {
    return learned;
  }

  /** When this was last observed, on the calibration's own count. */
  long lastObserved() {
    return lastObserved;
  }

  synchronized void observe(Quote quote, Usd charged, long now) {
    lastObserved = now;
    LearnedRatios before = learned;
    Usd expected = quote.expected();
    if (before.remembered() >= minSamples) {
      below.observe(BillRatio.below(before.low(), expected).isMoreThan(charged));
      above.observe(charged.isMoreThan(BillRatio.above(before.high(), expected)));
      if (holdsQuantile) {
        // While holds are at the most, no bill tells whether a quantile would have sufficed.
        aboveHold.observe(
            before.hold() != LearnedRatios.HOLD_MOST
                && charged.isMoreThan(BillRatio.above(before.hold(), expected)));
      }
    }
    window.add(BillRatio.of(charged, expected));
    samples++;
    long within = BillRatio.of(charged.max(quote.least()).min(quote.most()), expected);
    mean = nearer(within, Math.min(samples, meanOver));
    publish();
  }

  /** The mean moved towards a ratio, rounded so that the same ratio again and again is reached. */
  private long nearer(long ratio, long over) {
    long apart = ratio - mean;
    return mean + (apart + Long.signum(apart) * (over - 1)) / over;
  }

  private void publish() {
    int size = window.size();
    long low = 0;
    long high = 0;
    long hold = LearnedRatios.HOLD_MOST;
    if (size >= minSamples) {
      low = low(size);
      high = Math.max(low, high(size));
      int outside = aboveHold.outside(size);
      if (holdsQuantile && outside > 0) {
        hold = window.at(size - outside);
      }
    }
    learned = new LearnedRatios(samples, size, mean, low, high, hold);
  }

  private long low(int size) {
    int outside = below.outside(size);
    if (outside > 0) {
      return window.at(outside - 1);
    }
    long least = window.at(0);
    long unit = Math.max(window.at(size / 2) - least, least / LEAST_GROWTH);
    return Math.max(0, least - below.beyond(size, unit));
  }

  private long high(int size) {
    int outside = above.outside(size);
    if (outside > 0) {
      return window.at(size - outside);
    }
    long most = window.at(size - 1);
    long unit = Math.max(most - window.at(size / 2), most / LEAST_GROWTH);
    return Math.min(BillRatio.MAX, most + above.beyond(size, unit));
  }

  synchronized CalibrationState state(CalibrationKey key) {
    return new CalibrationState(
        key, samples, mean, below.level(), above.level(), aboveHold.level(), window.inOrder());
  }

  synchronized void restore(CalibrationState state, boolean sameHold, long now) {
    lastObserved = now;
    samples = state.samples();
    mean = state.mean();
    below.restore(state.below());
    above.restore(state.above());
    if (sameHold) {
      aboveHold.restore(state.aboveHold());
    }
    for (long ratio : state.ratios()) {
      window.add(ratio);
    }
    publish();
  }
}

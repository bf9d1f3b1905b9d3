package dev.halftone.cost;

import java.util.OptionalInt;

/**
 * How a {@link Calibration} learns and what it lets a budget hold. Immutable and thread-safe.
 *
 * <p>Holds are at the hard most unless {@link Builder#holdQuantilePpm} chooses otherwise; what that
 * gives up is in {@code docs/calibration.md}.
 */
public final class CalibrationOptions {
  static final int MIN_WINDOW = 100;
  static final int MAX_WINDOW = 5_000;

  /** Below this no bill lies outside a 95 % interval, and there is none to speak of. */
  static final int LEAST_SAMPLES = 40;

  static final int MAX_KEYS = 4_096;
  static final int ALL_PPM = 1_000_000;

  private static final int MIN_QUANTILE_PPM = 900_000;
  private static final int MAX_QUANTILE_PPM = 999_000;

  private final int window;
  private final int minSamples;
  private final int maxKeys;
  private final OptionalInt holdQuantilePpm;

  private CalibrationOptions(Builder builder) {
    window = builder.window;
    minSamples = builder.minSamples;
    maxKeys = builder.maxKeys;
    holdQuantilePpm = builder.holdQuantilePpm;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The last so many bills of a key are remembered, 100 to 5,000; 500 unless set. */
  public int window() {
    return window;
  }

  /** Fewer bills than this correct nothing, 40 to {@link #window}; 100 unless set. */
  public int minSamples() {
    return minSamples;
  }

  /**
   * Keys remembered, 1 to 4,096; 1,024 unless set. A new key beyond that forgets the one that was
   * not observed for longest. A full window takes 16 bytes a bill.
   */
  public int maxKeys() {
    return maxKeys;
  }

  /** The share of bills a hold should suffice for, in millionths; empty: holds are at the most. */
  public OptionalInt holdQuantilePpm() {
    return holdQuantilePpm;
  }

  public Builder newBuilder() {
    Builder builder = new Builder();
    builder.window = window;
    builder.minSamples = minSamples;
    builder.maxKeys = maxKeys;
    builder.holdQuantilePpm = holdQuantilePpm;
    return builder;
  }

  /** Collects options; {@link #build} refuses those that contradict each other. */
  public static final class Builder {
    private int window = 500;
    private int minSamples = 100;
    private int maxKeys = 1_024;
    private OptionalInt holdQuantilePpm = OptionalInt.empty();

    private Builder() {}

    public Builder window(int window) {
      this.window = within("window", window, MIN_WINDOW, MAX_WINDOW);
      return this;
    }

    public Builder minSamples(int minSamples) {
      this.minSamples = within("minSamples", minSamples, LEAST_SAMPLES, MAX_WINDOW);
      return this;
    }

    public Builder maxKeys(int maxKeys) {
      this.maxKeys = within("maxKeys", maxKeys, 1, MAX_KEYS);
      return this;
    }

    /**
     * Holds this quantile of the bills, in millionths: 900,000 to 999,000. With it the ledger's
     * promise becomes statistical: some bills exceed their holds.
     */
    public Builder holdQuantilePpm(int ppm) {
      this.holdQuantilePpm =
          OptionalInt.of(within("holdQuantilePpm", ppm, MIN_QUANTILE_PPM, MAX_QUANTILE_PPM));
      return this;
    }

    /** Holds the hard most, as a budget's promise needs it; so it is unless set otherwise. */
    public Builder holdMost() {
      this.holdQuantilePpm = OptionalInt.empty();
      return this;
    }

    /**
     * The options, if they agree with each other.
     *
     * @throws IllegalArgumentException if the window holds fewer bills than {@code minSamples} or
     *     than the hold's quantile needs to be told from the largest
     */
    public CalibrationOptions build() {
      if (minSamples > window) {
        throw new IllegalArgumentException(
            "minSamples %d must not be above window %d".formatted(minSamples, window));
      }
      if (holdQuantilePpm.isPresent()) {
        int ppm = holdQuantilePpm.getAsInt();
        int needed = ALL_PPM / (ALL_PPM - ppm) * 2;
        if (window < needed) {
          throw new IllegalArgumentException(
              "window %d is too small for holdQuantilePpm %d, which needs at least %d"
                  .formatted(window, ppm, needed));
        }
      }
      return new CalibrationOptions(this);
    }

    private static int within(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            "%s %d must be %d to %d".formatted(name, value, least, most));
      }
      return value;
    }
  }
}

package dev.halftone.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How often a provider misbehaves: for each {@link Fault} a share of the calls it admits, 0 to 1.
 * Immutable and thread-safe; does no I/O.
 */
public final class FaultRates {
  private static final FaultRates NONE = newBuilder().build();

  private final Map<Fault, Double> rates;

  private FaultRates(Map<Fault, Double> rates) {
    this.rates = new EnumMap<>(rates);
  }

  /** Nothing ever goes wrong. */
  public static FaultRates none() {
    return NONE;
  }

  /** Nothing ever goes right. */
  public static FaultRates always(Fault fault) {
    return newBuilder().rate(fault, 1).build();
  }

  /** Rates that are 0 until they are set. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** The share of calls that meet this fault, 0 to 1. */
  public double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FaultRates that && rates.equals(that.rates);
  }

  @Override
  public int hashCode() {
    return rates.hashCode();
  }

  @Override
  public String toString() {
    return "FaultRates" + rates;
  }

  /** Collects rates; refuses one out of range at once. Not thread-safe. */
  public static final class Builder {
    // Room for the rounding of shares such as 0.1 that were meant to sum to 1.
    private static final double ROUNDING = 1e-9;

    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);

    private Builder() {
      // Made by newBuilder().
    }

    /**
     * Sets one rate, 0 to 1; the rates of faults that exclude each other may not sum to more.
     *
     * @throws IllegalArgumentException when it is out of range or the sum is
     */
    public Builder rate(Fault fault, double rate) {
      if (!(rate >= 0 && rate <= 1)) {
        throw new IllegalArgumentException(
            fault.slug() + " is " + rate + "; allowed is a share from 0 to 1");
      }
      double sum = fault.isCastAlone() ? 0 : rate;
      for (Map.Entry<Fault, Double> other : rates.entrySet()) {
        sum += other.getKey() == fault || other.getKey().isCastAlone() ? 0 : other.getValue();
      }
      if (sum > 1 + ROUNDING) {
        throw new IllegalArgumentException(
            fault.slug() + " makes the sum of all faults " + sum + "; allowed is 0 to 1");
      }
      if (rate == 0) {
        rates.remove(fault);
      } else {
        rates.put(Objects.requireNonNull(fault, "fault"), rate);
      }
      return this;
    }

    /** The rates collected so far. */
    public FaultRates build() {
      return new FaultRates(rates);
    }
  }
}

package dev.halftone.fleet;

import java.util.List;

/**
 * Least latency as proxies do it: of two providers drawn at random, the one with the smaller moving
 * average of latency, that leaps to a peak at once and decays, times its calls in flight. A failure
 * counts as a minute, or failing fast would look fast.
 */
final class PeakEwma implements Choice {
  private static final double DECAY_NANOS = 30.0 * VirtualTime.SECOND;
  private static final long DRAWS = 41;

  private final long seed;
  private final double[] average;
  private final long[] updatedNanos;
  private final int[] inFlight;
  private long draws;

  PeakEwma(int providers, long seed) {
    this.seed = seed;
    average = new double[providers];
    updatedNanos = new long[providers];
    inFlight = new int[providers];
  }

  @Override
  public int among(List<Integer> open) {
    int one = open.get(draw(open.size()));
    if (open.size() == 1) {
      return one;
    }
    List<Integer> others = open.stream().filter(other -> other != one).toList();
    int two = others.get(draw(others.size()));
    return load(one) <= load(two) ? one : two;
  }

  private int draw(int bound) {
    return (int) (Chance.even(seed, DRAWS, draws++) * bound);
  }

  private double load(int provider) {
    return average[provider] * (inFlight[provider] + 1);
  }

  @Override
  public void started(int provider) {
    inFlight[provider]++;
  }

  @Override
  public void ended(int provider, long latencyNanos, boolean well, long nowNanos) {
    inFlight[provider]--;
    double seen = well ? latencyNanos : Math.max(latencyNanos, VirtualTime.MINUTE);
    double kept = Math.exp(-(nowNanos - updatedNanos[provider]) / DECAY_NANOS);
    average[provider] =
        seen > average[provider] ? seen : average[provider] * kept + seen * (1 - kept);
    updatedNanos[provider] = nowNanos;
  }
}

package dev.halftone.fleet;

import java.util.Arrays;

/** Latencies with exact quantiles. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int size;
  private boolean sorted;

  void add(long latencyNanos) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    nanos[size++] = latencyNanos;
    sorted = false;
  }

  void addAll(Latencies others) {
    for (int i = 0; i < others.size; i++) {
      add(others.nanos[i]);
    }
  }

  /** The latency that such a share of all did not exceed; 0 if there is none. */
  long quantile(double share) {
    if (!sorted) {
      Arrays.sort(nanos, 0, size);
      sorted = true;
    }
    return size == 0 ? 0 : nanos[Math.max(0, (int) Math.ceil(share * size) - 1)];
  }
}

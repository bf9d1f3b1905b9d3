package dev.halftone.fleet;

/**
 * For how long a provider is pushed past its limits: from a first refused call to the last one that
 * has no whole minute without a refusal before it.
 */
final class Pressure {
  private long firstNanos;
  private long lastNanos;
  private long longestNanos;
  private long refusals;

  void refused(long nowNanos) {
    if (refusals == 0 || nowNanos - lastNanos >= VirtualTime.MINUTE) {
      firstNanos = nowNanos;
    }
    lastNanos = nowNanos;
    longestNanos = Math.max(longestNanos, lastNanos - firstNanos);
    refusals++;
  }

  long longestNanos() {
    return longestNanos;
  }

  long refusals() {
    return refusals;
  }
}

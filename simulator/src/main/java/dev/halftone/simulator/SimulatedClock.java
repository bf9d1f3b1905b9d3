package dev.halftone.simulator;

import java.util.function.LongSupplier;

/** Turns real time into simulated time and back. Thread-safe. */
final class SimulatedClock {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LongSupplier nanoTicker;
  private final double timeScale;
  private final long startNanos;

  SimulatedClock(LongSupplier nanoTicker, double timeScale) {
    this.nanoTicker = nanoTicker;
    this.timeScale = timeScale;
    this.startNanos = nanoTicker.getAsLong();
  }

  /** Simulated nanoseconds since the start. */
  long nowNanos() {
    return (long) ((nanoTicker.getAsLong() - startNanos) * timeScale);
  }

  /** Real milliseconds that cover {@code simulatedNanos}, rounded up: waiting them is enough. */
  long realMillis(long simulatedNanos) {
    return (long) Math.ceil(simulatedNanos / timeScale / NANOS_PER_MILLI);
  }
}

package dev.halftone.store;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What all that live in one simulation share. */
final class SimulatedWorld {
  private final SimulatedTime time = new SimulatedTime();
  private final SimulationTrace trace = new SimulationTrace(time);
  private final Random random;
  private final SimulatedNetwork network;
  private final Workload workload;
  private @Nullable CallBook book;
  private boolean ended;

  SimulatedWorld(long seed, Workload workload) {
    this.random = new Random(seed);
    this.workload = workload;
    this.network = new SimulatedNetwork(time, random, trace);
  }

  void keep(CallBook book) {
    this.book = book;
  }

  SimulatedTime time() {
    return time;
  }

  SimulationTrace trace() {
    return trace;
  }

  Random random() {
    return random;
  }

  SimulatedNetwork network() {
    return network;
  }

  Workload workload() {
    return workload;
  }

  CallBook book() {
    if (book == null) {
      throw new IllegalStateException("no book is kept yet");
    }
    return book;
  }

  /** Whether all is over. */
  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
  }
}

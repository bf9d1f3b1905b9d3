package dev.halftone.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Names for steps, so that a step that is repeated because its answer was lost is told apart from
 * another one like it. None is a part of another. Thread-safe.
 */
final class Nonces {
  private final String client;
  private final AtomicLong count = new AtomicLong();

  Nonces(RandomGenerator random) {
    this.client = "%016x".formatted(random.nextLong());
  }

  String next() {
    return client + Long.toString(count.incrementAndGet(), Character.MAX_RADIX) + ".";
  }
}

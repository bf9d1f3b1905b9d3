package dev.halftone.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decision at a time, under one lock; what a decision wants done outside, such as I/O or
 * telling a caller, is done by the same thread once the lock is free.
 */
final class Turns {
  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  private final ReentrantLock lock = new ReentrantLock();
  private List<Runnable> effects = new ArrayList<>();

  <T> T decide(Supplier<T> decision) {
    List<Runnable> mine = List.of();
    lock.lock();
    try {
      return decision.get();
    } finally {
      if (!effects.isEmpty()) {
        mine = effects;
        effects = new ArrayList<>();
      }
      lock.unlock();
      mine.forEach(Turns::run);
    }
  }

  void decide(Runnable decision) {
    decide(
        () -> {
          decision.run();
          return true;
        });
  }

  /** To be called within a decision. */
  void afterwards(Runnable effect) {
    effects.add(effect);
  }

  private static void run(Runnable effect) {
    try {
      effect.run();
    } catch (RuntimeException e) {
      // One caller's handler must not keep the others' effects from being done.
      log.error("a handler of a lease's answer failed", e);
    }
  }
}

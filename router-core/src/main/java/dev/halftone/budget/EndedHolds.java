package dev.halftone.budget;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last so-and-so many holds that ended: a ring in which each newcomer pushes one out. */
final class EndedHolds {
  private final AtomicReferenceArray<@Nullable Hold> ring;
  private final AtomicInteger next = new AtomicInteger();
  private final int mask;

  /**
   * @param capacity a power of two
   */
  EndedHolds(int capacity) {
    this.ring = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
  }

  /** Remembers a hold and returns the one that is forgotten for it, if the ring was full. */
  @Nullable Hold add(Hold hold) {
    return ring.getAndSet(next.getAndIncrement() & mask, hold);
  }
}

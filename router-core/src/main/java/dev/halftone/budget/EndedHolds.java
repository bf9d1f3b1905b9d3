package dev.halftone.budget;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * At least the last so-and-so many holds that ended: a ring in which each newcomer pushes one out.
 *
 * <p>Threads do not meet at its end: each group of them fills a block of places of its own, and the
 * ring is longer than promised by as much as all of these blocks together.
 */
final class EndedHolds {
  private static final int LARGEST_BLOCK = 64;
  private static final int BLOCKS = 1024;

  private final int block;
  private final AtomicReferenceArray<@Nullable Hold> ring;
  private final AtomicLong next = new AtomicLong();
  private final Filling[] fillings = new Filling[ThreadGroups.COUNT];

  /** The block that a group of threads fills. */
  private static final class Filling extends SpinLock {
    long start;
    int place;
    int left;

    // Keeps those of two groups out of one cache line.
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13;

    Filling() {
      super(false);
    }
  }

  EndedHolds(int atLeast) {
    this.block = Math.max(1, Math.min(LARGEST_BLOCK, atLeast / BLOCKS));
    int blocks = (atLeast + block - 1) / block + fillings.length;
    this.ring = new AtomicReferenceArray<>(blocks * block);
    for (int i = 0; i < fillings.length; i++) {
      fillings[i] = new Filling();
    }
  }

  /** Remembers a hold and returns the one that is forgotten for it, if the ring was full. */
  @Nullable Hold add(Hold hold) {
    Filling filling = fillings[ThreadGroups.mine()];
    filling.take();
    while (true) {
      if (filling.left == 0) {
        filling.start = next.getAndAdd(block);
        filling.place = (int) (filling.start % ring.length());
        filling.left = block;
      }
      Hold oldest = ring.get(filling.place);
      // While this group paused, others may have come around to its block and have filled it.
      boolean stale = next.get() - filling.start > ring.length();
      if (!stale && ring.compareAndSet(filling.place, oldest, hold)) {
        filling.place++;
        filling.left--;
        filling.leave();
        return oldest;
      }
      filling.left = 0;
    }
  }
}

package dev.halftone.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells of most hashes that were never added that they were not, and never errs on one that was: a
 * Bloom filter in layers, each larger than the one before. It grows to 18 million hashes in 22 MB;
 * with more it tells nothing any more. Not thread-safe.
 */
final class Sieve {
  private static final int PROBES = 4;
  private static final int BITS_FOR_EACH = 10;
  static final int LEAST_BITS = 1 << 17;
  static final int MOST_BITS = 1 << 27;
  private static final int GROWTH = 4;

  private final int mostBits;
  private final List<long[]> layers = new ArrayList<>();
  private int roomInLast;
  private boolean overfull;

  /**
   * @param mostBits of the largest layer; from {@value #LEAST_BITS} to {@value #MOST_BITS}
   */
  Sieve(int mostBits) {
    this.mostBits = mostBits;
  }

  void add(long hash) {
    if (mayHave(hash)) {
      return;
    }
    if (roomInLast == 0) {
      int bits = layers.isEmpty() ? LEAST_BITS : GROWTH * bits(layers.get(layers.size() - 1));
      if (bits < 0 || bits > mostBits) {
        overfull = true;
        layers.clear();
        return;
      }
      layers.add(new long[bits / Long.SIZE]);
      roomInLast = bits / BITS_FOR_EACH;
    }
    long[] last = layers.get(layers.size() - 1);
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(hash, i, last);
      last[bit / Long.SIZE] |= 1L << bit;
    }
    roomInLast--;
  }

  /** Whether this hash may have been added; if not, it was not for certain. */
  boolean mayHave(long hash) {
    for (long[] layer : layers) {
      if (isIn(layer, hash)) {
        return true;
      }
    }
    return overfull;
  }

  private static boolean isIn(long[] layer, long hash) {
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(hash, i, layer);
      if ((layer[bit / Long.SIZE] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(long hash, int probe, long[] layer) {
    int step = (int) (hash >>> 32) | 1;
    return ((int) hash + probe * step) & (bits(layer) - 1);
  }

  private static int bits(long[] layer) {
    return layer.length * Long.SIZE;
  }
}

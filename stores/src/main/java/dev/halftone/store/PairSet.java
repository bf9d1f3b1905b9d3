package dev.halftone.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Pairs of a hash and a block that it is found in, each once; many without an object for each. Not
 * thread-safe.
 */
final class PairSet {
  private static final int LEAST = 16;
  private static final Comparator<long[]> IN_ORDER =
      (one, other) ->
          one[0] == other[0] ? Long.compare(one[1], other[1]) : Long.compare(one[0], other[0]);

  /** Open addressing: a hash at an even place, its block after it; block 0 means free. */
  private long[] table = new long[2 * LEAST];

  private int size;

  /**
   * Adds a pair unless it is there; whether it was not.
   *
   * @param block at least 1
   */
  boolean add(long hash, long block) {
    // At most half full, so that a search soon meets a free place.
    if (2 * size >= table.length / 2) {
      grow();
    }
    int at = place(hash);
    while (table[at + 1] != 0) {
      if (table[at] == hash && table[at + 1] == block) {
        return false;
      }
      at = next(at);
    }
    table[at] = hash;
    table[at + 1] = block;
    size++;
    return true;
  }

  /** Names the blocks of a hash, in no order. */
  void blocksOf(long hash, LongConsumer each) {
    for (int at = place(hash); table[at + 1] != 0; at = next(at)) {
      if (table[at] == hash) {
        each.accept(table[at + 1]);
      }
    }
  }

  /** All pairs in the order of hash and block, which are gone from here afterwards. */
  List<long[]> takeAll() {
    List<long[]> pairs = new ArrayList<>(size);
    for (int at = 0; at < table.length; at += 2) {
      if (table[at + 1] != 0) {
        pairs.add(new long[] {table[at], table[at + 1]});
      }
    }
    pairs.sort(IN_ORDER);
    table = new long[2 * LEAST];
    size = 0;
    return pairs;
  }

  private void grow() {
    long[] before = table;
    table = new long[2 * before.length];
    size = 0;
    for (int at = 0; at < before.length; at += 2) {
      if (before[at + 1] != 0) {
        add(before[at], before[at + 1]);
      }
    }
  }

  private int place(long hash) {
    return 2 * ((int) hash & (table.length / 2 - 1));
  }

  private int next(int at) {
    return (at + 2) & (table.length - 1);
  }
}

package dev.halftone.cost;

import java.util.Arrays;

/** The last ratios of a key, in order of arrival and in order of size. Not thread-safe. */
final class RatioWindow {
  private static final int FIRST_CAPACITY = 16;

  private final int limit;
  private long[] arrived;
  private long[] sorted;

  /** Where the next ratio goes once the window is full: the place of the oldest. */
  private int next;

  private int size;

  RatioWindow(int limit) {
    this.limit = limit;
    this.arrived = new long[Math.min(FIRST_CAPACITY, limit)];
    this.sorted = new long[arrived.length];
  }

  int size() {
    return size;
  }

  /** The ratio at a place in rising order, from 0. */
  long at(int rank) {
    return sorted[rank];
  }

  void add(long ratio) {
    if (size < limit) {
      grow();
      arrived[size] = ratio;
      int place = place(ratio, size);
      System.arraycopy(sorted, place, sorted, place + 1, size - place);
      sorted[place] = ratio;
      size++;
      return;
    }
    long oldest = arrived[next];
    arrived[next] = ratio;
    next = next + 1 == limit ? 0 : next + 1;
    replace(oldest, ratio);
  }

  private void replace(long oldest, long ratio) {
    int from = place(oldest, size);
    int to = place(ratio, size);
    if (to <= from) {
      System.arraycopy(sorted, to, sorted, to + 1, from - to);
      sorted[to] = ratio;
    } else {
      System.arraycopy(sorted, from + 1, sorted, from, to - from - 1);
      sorted[to - 1] = ratio;
    }
  }

  private void grow() {
    if (size == sorted.length) {
      int capacity = Math.min(limit, 2 * size);
      arrived = Arrays.copyOf(arrived, capacity);
      sorted = Arrays.copyOf(sorted, capacity);
    }
  }

  /** The first place whose ratio is not smaller. */
  private int place(long ratio, int length) {
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < ratio) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The ratios from the oldest to the newest. */
  long[] inOrder() {
    long[] ratios = new long[size];
    int oldest = size < limit ? 0 : next;
    System.arraycopy(arrived, oldest, ratios, 0, size - oldest);
    System.arraycopy(arrived, 0, ratios, size - oldest, oldest);
    return ratios;
  }
}

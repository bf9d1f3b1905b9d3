package dev.halftone.budget;

import java.util.Arrays;

/**
 * What was settled within a rolling window, oldest first; immutable.
 *
 * <p>What was settled within one slice is added up and leaves together, when its last millisecond
 * does; so memory is bounded whatever the traffic, and nothing leaves early.
 */
final class Slices {
  static final Slices NONE = new Slices(new Slice[0]);

  private final Slice[] slices;

  private record Slice(long lastMillis, long spent, long overrun) {}

  private Slices(Slice[] slices) {
    this.slices = slices;
  }

  Slices add(long sliceMillis, long nowMillis, long spent, long overrun) {
    int count = slices.length;
    if (count > 0 && slices[count - 1].lastMillis >= nowMillis) {
      Slice newest = slices[count - 1];
      Slice[] sum = slices.clone();
      sum[count - 1] = new Slice(newest.lastMillis, newest.spent + spent, newest.overrun + overrun);
      return new Slices(sum);
    }
    Slice[] more = Arrays.copyOf(slices, count + 1);
    long lastMillis = (Math.floorDiv(nowMillis, sliceMillis) + 1) * sliceMillis - 1;
    more[count] = new Slice(lastMillis, spent, overrun);
    return new Slices(more);
  }

  /** The standing without what has left the window; itself if nothing has. */
  Standing forget(Standing standing, long lengthMillis, long nowMillis) {
    int gone = 0;
    long spent = 0;
    long overrun = 0;
    while (gone < slices.length && nowMillis - slices[gone].lastMillis >= lengthMillis) {
      spent += slices[gone].spent;
      overrun += slices[gone].overrun;
      gone++;
    }
    if (gone == 0) {
      return standing;
    }
    return standing.forget(
        spent, overrun, new Slices(Arrays.copyOfRange(slices, gone, slices.length)));
  }
}

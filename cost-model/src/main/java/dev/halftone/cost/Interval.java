package dev.halftone.cost;

/** A declared count: at least, most likely and at most so many; rising. */
record Interval(long least, long expected, long most) {
  static final Interval NONE = new Interval(0, 0, 0);

  boolean isZero() {
    return most == 0;
  }
}

package dev.halftone.budget;

/** Counts for ever. */
final class TotalTally extends Tally {
  TotalTally(Budget budget) {
    super(budget);
  }

  @Override
  void advance(long nowMillis) {}

  @Override
  boolean counts(long reservedAtMillis) {
    return true;
  }

  @Override
  void settled(long nowMillis, long charged, long over) {}
}

package dev.halftone.budget;

/**
 * A charge that takes the place of a hold, in nano-dollars.
 *
 * @param fromSuspense whether the hold is in suspense
 * @param amount what was held
 * @param charged what was really charged
 * @param claimed what was claimed for it before, because it is more than was held
 */
record Charge(boolean fromSuspense, long amount, long charged, long claimed) {
  long over() {
    return Math.max(0, charged - amount);
  }
}

package dev.halftone.budget;

/**
 * When a {@link Period} lends its room to {@link Till}s.
 *
 * @param waits after so many times that a thread had to wait for it
 * @param holds while each till gets room for more than so many holds of the usual amount
 */
record Lending(int waits, int holds) {
  static final Lending WHEN_CROWDED = new Lending(64, 64);
}

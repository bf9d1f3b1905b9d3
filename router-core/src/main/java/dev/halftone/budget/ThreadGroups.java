package dev.halftone.budget;

/**
 * Some groups of threads for each core. What each group has for itself is seldom wanted by two
 * threads at once.
 */
final class ThreadGroups {
  private static final int PER_CORE = 4;
  private static final int FEWEST = 32;
  private static final int MOST = 256;

  /** How many there are: a power of two. */
  static final int COUNT =
      Integer.highestOneBit(
          Math.max(FEWEST, Math.min(MOST, PER_CORE * Runtime.getRuntime().availableProcessors())));

  private ThreadGroups() {}

  /** The number of the current thread's, from 0. */
  static int mine() {
    return (int) Thread.currentThread().getId() & (COUNT - 1);
  }
}

package dev.halftone.simulator;

/** Makes well-spread 64-bit numbers out of texts and other numbers, the same on every machine. */
final class Mix {
  private static final long PRIME = 0x100000001b3L;
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Mix() {}

  static long text(String text) {
    long hash = OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return spread(hash);
  }

  static long of(long first, long second) {
    return spread(spread(first) + GOLDEN * (second + 1));
  }

  static long of(long first, String second) {
    return of(first, text(second));
  }

  private static long spread(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

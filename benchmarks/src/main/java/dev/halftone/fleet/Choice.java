package dev.halftone.fleet;

import java.util.List;

/** How a baseline chooses among providers. */
interface Choice {
  /**
   * The provider to take.
   *
   * @param open providers that do not rest, at least one
   */
  int among(List<Integer> open);

  /** A call went out to a provider. */
  default void started(int provider) {}

  /** It ended, well or not. */
  default void ended(int provider, long latencyNanos, boolean well, long nowNanos) {}

  /** The same order for every request. */
  static Choice fixed(List<Integer> order) {
    return open -> order.stream().filter(open::contains).findFirst().orElse(open.get(0));
  }

  /** Each in turn. */
  static Choice roundRobin(int providers) {
    return new Choice() {
      private int turn;

      @Override
      public int among(List<Integer> open) {
        int next = turn++ % providers;
        while (!open.contains(next)) {
          next = (next + 1) % providers;
        }
        return next;
      }
    };
  }
}

package dev.halftone.simulator;

/**
 * How a streamed answer will go. Pure; follows from the order and its fate alone.
 *
 * @param partials partial pictures sent before the end
 * @param ending how it ends
 * @param nanosBetween simulated nanoseconds before each event
 */
record StreamPlan(int partials, Ending ending, long nanosBetween) {

  /** The ends a stream that has begun can come to. */
  enum Ending {
    COMPLETED,
    ERROR_EVENT,
    CUT,
    CUT_IN_COMPLETED
  }

  /** Whether such a call begins to stream at all; others are answered as if not streamed. */
  static boolean begins(Fate fate) {
    return switch (fate.ending()) {
      case PICTURES, BROKEN, CUT_AFTER_WORK -> true;
      default -> false;
    };
  }

  static StreamPlan of(ImageOrder order, Fate fate) {
    int asked = order.partials().orElse(0);
    return switch (fate.ending()) {
      case PICTURES -> over(fate, asked, Ending.COMPLETED);
      case BROKEN -> over(fate, (asked + 1) / 2, Ending.ERROR_EVENT);
      default -> cut(order, fate, asked);
    };
  }

  /** Before any event, between the partial pictures, or within the last event. */
  private static StreamPlan cut(ImageOrder order, Fate fate, int asked) {
    if (!fate.midBody()) {
      return over(fate, 0, Ending.CUT);
    }
    long lot = Mix.of(Mix.text(order.prompt()), fate.nanos());
    return asked > 0 && (lot & 1) == 0
        ? over(fate, 1 + (int) Math.floorMod(lot >>> 1, (long) asked), Ending.CUT)
        : over(fate, asked, Ending.CUT_IN_COMPLETED);
  }

  private static StreamPlan over(Fate fate, int partials, Ending ending) {
    return new StreamPlan(partials, ending, fate.nanos() / (partials + 1));
  }
}

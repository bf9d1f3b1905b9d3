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
    SPOILED,
    ERROR_EVENT,
    REFUSED_EVENT,
    CUT,
    CUT_IN_COMPLETED,
    CUT_BEFORE_LAST_BYTE,
    HUNG
  }

  /** Whether such a call begins to stream at all; others are answered as if not streamed. */
  static boolean begins(Fate fate) {
    Fault fault = fate.fault();
    if (fault == null) {
      return true;
    }
    return switch (fault) {
      case SERVER_ERROR, ERROR_IN_OK -> true;
      case CUT_IN_HEAD, BAD_GATEWAY_AFTER_WORK, GATEWAY_TIMEOUT_AFTER_WORK -> false;
      default -> fault.isBilled();
    };
  }

  /** For fates with which a stream begins. */
  static StreamPlan of(ImageOrder order, Fate fate) {
    Fault fault = fate.fault();
    int asked = order.partials().orElse(0);
    if (fault == null) {
      return over(fate.nanos(), asked, Ending.COMPLETED);
    }
    return switch (fault) {
      case SERVER_ERROR, ERROR_IN_OK -> over(fate.nanos(), (asked + 1) / 2, Ending.ERROR_EVENT);
      case REFUSED_AFTER_WORK -> over(fate.nanos(), asked, Ending.REFUSED_EVENT);
      case CUT_BEFORE_LAST_BYTE -> over(fate.nanos(), asked, Ending.CUT_BEFORE_LAST_BYTE);
      case HANG_AFTER_WORK -> over(fate.nanos(), asked, Ending.HUNG);
      case SLOW_BODY -> over(2 * fate.nanos(), asked, Ending.COMPLETED);
      case CUT_AFTER_WORK -> cut(order, fate, asked);
      default -> over(fate.nanos(), asked, Ending.SPOILED);
    };
  }

  /** Before any event, between the partial pictures, or within the last event. */
  private static StreamPlan cut(ImageOrder order, Fate fate, int asked) {
    if (!fate.midBody()) {
      return over(fate.nanos(), 0, Ending.CUT);
    }
    long lot = Mix.of(Mix.text(order.prompt()), fate.nanos());
    return asked > 0 && (lot & 1) == 0
        ? over(fate.nanos(), 1 + (int) Math.floorMod(lot >>> 1, (long) asked), Ending.CUT)
        : over(fate.nanos(), asked, Ending.CUT_IN_COMPLETED);
  }

  private static StreamPlan over(long nanos, int partials, Ending ending) {
    return new StreamPlan(partials, ending, nanos / (partials + 1));
  }
}

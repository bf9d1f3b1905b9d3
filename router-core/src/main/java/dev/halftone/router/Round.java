package dev.halftone.router;

import java.util.List;

/**
 * What came of sending the parts of one candidate.
 *
 * @param sent the calls that were made, each ended and its hold too, in the order of the parts
 * @param unsent parts that did not go out, because another had failed or the route was full
 */
record Round(List<Sent> sent, List<HeldPart> unsent) {
  /** One call and what came of it. */
  record Sent(HeldPart held, GuardedCall.Outcome outcome) {
    int n() {
      return held.part().n();
    }
  }

  Round {
    sent = List.copyOf(sent);
    unsent = List.copyOf(unsent);
  }

  boolean anyFailed() {
    return sent.stream().anyMatch(one -> one.outcome().failure() != null);
  }
}

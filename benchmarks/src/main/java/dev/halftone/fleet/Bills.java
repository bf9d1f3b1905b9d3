package dev.halftone.fleet;

import dev.halftone.cost.Usd;
import java.util.HashMap;
import java.util.Map;

/** What all providers of a run have really charged, by the id of the attempt. */
final class Bills {
  private final Map<String, Usd> byAttempt = new HashMap<>();
  private Usd total = Usd.ZERO;

  void charge(String attemptId, Usd amount) {
    if (byAttempt.put(attemptId, amount) != null) {
      throw new IllegalStateException("attempt %s is billed twice".formatted(attemptId));
    }
    total = total.plus(amount);
  }

  Usd of(String attemptId) {
    return byAttempt.getOrDefault(attemptId, Usd.ZERO);
  }

  Map<String, Usd> all() {
    return byAttempt;
  }

  Usd total() {
    return total;
  }
}

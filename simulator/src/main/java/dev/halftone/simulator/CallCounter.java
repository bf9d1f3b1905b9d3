package dev.halftone.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the calls admitted for each prompt. Remembers the prompts used latest, as hashes; one that
 * was forgotten starts again at 0. Not thread-safe.
 */
final class CallCounter {
  private static final int MOST_PROMPTS = 200_000;

  private final Map<Long, Integer> counts = new LatestPrompts();

  /** Calls admitted before this one. */
  int next(String prompt) {
    return counts.merge(Mix.text(prompt), 1, Integer::sum) - 1;
  }

  private static final class LatestPrompts extends LinkedHashMap<Long, Integer> {
    LatestPrompts() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
      return size() > MOST_PROMPTS;
    }
  }
}

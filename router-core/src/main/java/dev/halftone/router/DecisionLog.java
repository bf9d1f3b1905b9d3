package dev.halftone.router;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest decisions, a bounded number of them. Thread-safe. */
final class DecisionLog {
  private final Map<String, DecisionRecord> latest;

  DecisionLog(int capacity) {
    latest =
        new LinkedHashMap<>() {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, DecisionRecord> eldest) {
            return size() > capacity;
          }
        };
  }

  synchronized void add(DecisionRecord decision) {
    latest.put(decision.id(), decision);
  }

  synchronized Optional<DecisionRecord> find(String id) {
    return Optional.ofNullable(latest.get(id));
  }

  synchronized List<DecisionRecord> all() {
    return new ArrayList<>(latest.values());
  }
}

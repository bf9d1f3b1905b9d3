package dev.halftone.store;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ended holds in memory: every one that the index on disk does not have yet, and the last {@value
 * #CAPACITY} others, so that most second endings need no look at the disk.
 */
final class EndedBirths {
  static final int CAPACITY = 16_384;

  private final Map<String, Birth> fresh = new HashMap<>();
  private final LinkedHashMap<String, Birth> others = new LinkedHashMap<>();

  void add(Birth birth) {
    fresh.put(birth.id(), birth);
  }

  void remember(Birth birth) {
    others.put(birth.id(), birth);
    if (others.size() > CAPACITY) {
      others.remove(others.keySet().iterator().next());
    }
  }

  @Nullable Birth get(String id) {
    Birth birth = fresh.get(id);
    return birth != null ? birth : others.get(id);
  }

  /** The index on disk has them all now. */
  void stored() {
    fresh.values().forEach(this::remember);
    fresh.clear();
  }
}

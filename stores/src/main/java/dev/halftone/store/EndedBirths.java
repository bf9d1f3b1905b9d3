package dev.halftone.store;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ended holds in memory: every one that the index on disk does not have yet, and some that it has,
 * so that most second endings need no look at the disk.
 */
final class EndedBirths {
  static final int CAPACITY = 8_192;

  private Map<String, Birth> fresh = new HashMap<>();
  private Map<String, Birth> recent = new HashMap<>();
  private Map<String, Birth> older = new HashMap<>();

  void add(Birth birth) {
    fresh.put(birth.id(), birth);
  }

  /** Takes in one that was found on disk. */
  void remember(Birth birth) {
    recent.put(birth.id(), birth);
  }

  /**
   * Forgets the older part of those that the index has, if they are more than {@value #CAPACITY}.
   */
  void trim() {
    if (recent.size() >= CAPACITY) {
      older = recent;
      recent = new HashMap<>();
    }
  }

  @Nullable Birth get(String id) {
    Birth birth = fresh.get(id);
    if (birth == null) {
      birth = recent.get(id);
    }
    return birth != null ? birth : older.get(id);
  }

  /** The index on disk has them all now. */
  void stored() {
    older = recent;
    recent = fresh;
    fresh = new HashMap<>();
  }
}

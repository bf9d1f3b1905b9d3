package dev.halftone.store;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The holds of an instance by id, and the latest of those that ended. Guarded by {@link Turns}. */
final class LocalHolds {
  private final Map<String, LocalHold> holds = new HashMap<>();
  private final Set<LocalHold> inFlight = new LinkedHashSet<>();
  private final ArrayDeque<LocalHold> ended = new ArrayDeque<>();
  private final int remembered;

  LocalHolds(int remembered) {
    this.remembered = remembered;
  }

  @Nullable LocalHold get(String id) {
    return holds.get(id);
  }

  void add(LocalHold hold) {
    holds.put(hold.id, hold);
    inFlight.add(hold);
  }

  /** As if it had never been asked for. */
  void remove(LocalHold hold) {
    holds.remove(hold.id, hold);
    inFlight.remove(hold);
  }

  /** It is over here, or its parts are the shared ledger's to end. */
  void ended(LocalHold hold) {
    if (inFlight.remove(hold)) {
      ended.add(hold);
      if (ended.size() > remembered) {
        LocalHold oldest = ended.remove();
        holds.remove(oldest.id, oldest);
      }
    }
  }

  List<LocalHold> inFlight() {
    return List.copyOf(inFlight);
  }
}

package dev.halftone.store;

import dev.halftone.router.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whatever takes longer than a limit that its time is over, about a twentieth of it late at
 * most. All share one timer: one for each step would wake the event loop once more for it, which
 * doubled the 99th percentile of a short step. Thread-safe.
 */
final class TimeLimit {
  private static final int TICKS = 20;

  /** Timers count in milliseconds. */
  private static final long SHORTEST_TICK_NANOS = Duration.ofMillis(1).toNanos();

  private final Timers timers;
  private final long tickNanos;
  private final long ticksAllowed;
  private final Map<Long, Running> running = new LinkedHashMap<>();
  private long started;
  private long ticks;
  private boolean ticking;

  TimeLimit(Timers timers, Duration limit) {
    this.timers = timers;
    this.tickNanos = Math.max(SHORTEST_TICK_NANOS, limit.toNanos() / TICKS);
    this.ticksAllowed = (limit.toNanos() + tickNanos - 1) / tickNanos;
  }

  /** Begins to count; what is returned ends it. */
  Runnable start(Runnable timeOver) {
    long id;
    boolean first;
    synchronized (this) {
      id = ++started;
      running.put(id, new Running(ticks + ticksAllowed + 1, timeOver));
      first = !ticking;
      ticking = true;
    }
    if (first) {
      timers.schedule(tickNanos, this::tick);
    }
    return () -> end(id);
  }

  private synchronized void end(long id) {
    running.remove(id);
  }

  private void tick() {
    List<Runnable> over = new ArrayList<>();
    boolean last;
    synchronized (this) {
      ticks++;
      Iterator<Running> oldest = running.values().iterator();
      while (oldest.hasNext()) {
        Running each = oldest.next();
        if (each.lastTick > ticks) {
          break;
        }
        over.add(each.timeOver);
        oldest.remove();
      }
      last = running.isEmpty();
      ticking = !last;
    }
    if (!last) {
      timers.schedule(tickNanos, this::tick);
    }
    over.forEach(Runnable::run);
  }

  private record Running(long lastTick, Runnable timeOver) {}
}

package dev.halftone.store;

import dev.halftone.router.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whatever takes longer than a limit that its time is over, at most a twentieth of it late.
 * All share one timer: to set one for each step would wake the event loop each time, which is half
 * as long as the step. Thread-safe.
 */
final class TimeLimit {
  private static final int TICKS = 20;

  private final Timers timers;
  private final long tickNanos;
  private final Map<Long, Running> running = new LinkedHashMap<>();
  private long started;
  private long ticks;
  private boolean ticking;

  TimeLimit(Timers timers, Duration limit) {
    this.timers = timers;
    this.tickNanos = Math.max(1, limit.toNanos() / TICKS);
  }

  /** Begins to count; what is returned ends it. */
  Runnable start(Runnable timeOver) {
    long id;
    boolean first;
    synchronized (this) {
      id = ++started;
      running.put(id, new Running(ticks + TICKS + 1, timeOver));
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

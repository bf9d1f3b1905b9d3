package dev.halftone.store;

import dev.halftone.router.VirtualTime;
import java.util.ArrayDeque;
import java.util.Locale;

/** The last steps of a simulation, for whoever has to find out what went wrong. */
final class SimulationTrace {
  private static final int KEPT = 50;

  private final ArrayDeque<String> last = new ArrayDeque<>(KEPT);
  private final VirtualTime time;
  private long steps;

  SimulationTrace(VirtualTime time) {
    this.time = time;
  }

  void add(String format, Object... values) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    String text = String.format(Locale.ROOT, format, values);
    last.addLast("%7d %s %s".formatted(++steps, time.instant(), text));
  }

  long steps() {
    return steps;
  }

  @Override
  public String toString() {
    return String.join("\n", last);
  }
}

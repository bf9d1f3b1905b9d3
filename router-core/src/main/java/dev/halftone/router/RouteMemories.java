package dev.halftone.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is remembered of every route that was ever a candidate. Thread-safe. */
final class RouteMemories {
  private final Map<String, Rest> providerRests = new ConcurrentHashMap<>();
  private final Map<Route, RouteMemory> memories = new ConcurrentHashMap<>();

  RouteMemory of(Route route) {
    RouteMemory memory = memories.get(route);
    return memory != null
        ? memory
        : memories.computeIfAbsent(
            route,
            missing ->
                new RouteMemory(
                    providerRests.computeIfAbsent(missing.provider(), name -> new Rest())));
  }

  /** What is known of each candidate's route now, in the order of the candidates. */
  List<RouteView> views(List<Candidate> candidates, long nowNanos) {
    List<RouteView> views = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      RouteMemory memory = of(candidate.route());
      long restNanos = memory.restNanos(nowNanos);
      views.add(
          new RouteView(
              memory.forecast(candidate.longest().latencyClass(), candidate.longest().prior()),
              memory.inFlight(),
              restNanos,
              restNanos > 0 ? memory.restReason(nowNanos) : null));
    }
    return views;
  }
}

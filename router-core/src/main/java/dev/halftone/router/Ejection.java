package dev.halftone.router;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far our own guesses may keep calls off routes: pure functions of what is known of them. What
 * a provider said, a limit or a full route is never overruled.
 */
final class Ejection {
  private Ejection() {}

  /**
   * Lets at most half of the routes that could serve a request be out by guess, or one where there
   * is but one. Of the others those are let in that would come back first, for one trial call each.
   *
   * @param candidates for their routes, of which several may share one
   * @param views what is known of each candidate's route, in the same order
   * @return the same list if nothing changes
   */
  static List<RouteView> capped(List<Candidate> candidates, List<RouteView> views) {
    if (!anyGuessed(views)) {
      return views;
    }
    return cappedByRoute(candidates.stream().map(Candidate::route).toList(), views);
  }

  static List<RouteView> cappedByRoute(List<Route> routes, List<RouteView> views) {
    Set<Route> able = new HashSet<>();
    Set<Route> in = new HashSet<>();
    for (int i = 0; i < views.size(); i++) {
      Block block = views.get(i).block();
      if (block == null || block.guessed()) {
        able.add(routes.get(i));
      }
      if (block == null) {
        in.add(routes.get(i));
      }
    }
    int mayBeOut = Math.max(1, able.size() / 2);
    List<RouteView> capped = views;
    while (able.size() - in.size() > mayBeOut) {
      int first = firstBack(routes, capped, in);
      in.add(routes.get(first));
      capped = lettingIn(routes, capped, routes.get(first));
    }
    return capped;
  }

  /**
   * When no route is in and nothing but a guess keeps one out, lets the one in that would come back
   * first, for one trial call: better than to fail without having tried.
   *
   * @return the same list if nothing changes
   */
  static List<RouteView> panicked(List<Candidate> candidates, List<RouteView> views) {
    return panickedByRoute(candidates.stream().map(Candidate::route).toList(), views);
  }

  static List<RouteView> panickedByRoute(List<Route> routes, List<RouteView> views) {
    int first = firstBack(routes, views, Set.of());
    return first < 0 ? views : lettingIn(routes, views, routes.get(first));
  }

  private static boolean anyGuessed(List<RouteView> views) {
    for (int i = 0; i < views.size(); i++) {
      if (isGuessed(views.get(i).block())) {
        return true;
      }
    }
    return false;
  }

  private static int firstBack(List<Route> routes, List<RouteView> views, Set<Route> in) {
    int first = -1;
    long firstNanos = Long.MAX_VALUE;
    for (int i = 0; i < views.size(); i++) {
      Block block = views.get(i).block();
      if (block != null
          && block.guessed()
          && block.waitNanos() < firstNanos
          && !in.contains(routes.get(i))) {
        first = i;
        firstNanos = block.waitNanos();
      }
    }
    return first;
  }

  private static List<RouteView> lettingIn(List<Route> routes, List<RouteView> views, Route route) {
    List<RouteView> changed = new ArrayList<>(views);
    for (int i = 0; i < views.size(); i++) {
      RouteView view = views.get(i);
      if (routes.get(i).equals(route) && isGuessed(view.block())) {
        changed.set(i, view.tryingEarly());
      }
    }
    return changed;
  }

  private static boolean isGuessed(@Nullable Block block) {
    return block != null && block.guessed();
  }
}

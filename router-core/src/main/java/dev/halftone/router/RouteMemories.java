package dev.halftone.router;

import dev.halftone.image.ImageProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is remembered of every route that was ever a candidate. Thread-safe. */
final class RouteMemories {
  private final Map<String, Rest> providerRests = new ConcurrentHashMap<>();
  private final Map<Route, RouteMemory> memories = new ConcurrentHashMap<>();
  private final Exploration exploration;
  private final LongSupplier ticker;

  /**
   * Starts without experience.
   *
   * @param explorationPercent the share of requests and of their money for routes unknown, 0 to 100
   */
  RouteMemories(LongSupplier ticker, int explorationPercent) {
    this.ticker = ticker;
    exploration = new Exploration(explorationPercent);
  }

  /** What is set aside for routes of which little is remembered. */
  Exploration exploration() {
    return exploration;
  }

  private RouteMemory of(Candidate candidate) {
    return of(candidate.route(), candidate.provider());
  }

  /**
   * Takes leave to send one call, now.
   *
   * @param early whether it is the trial of a route whose guessed block was overruled
   * @return null if the route takes none, which a plan made at this moment would have said
   */
  @Nullable Leave tryStart(Candidate candidate, Part part, boolean early, long nowNanos) {
    if (candidate.provider() instanceof BatchLane lane) {
      return lane.tryStart(nowNanos);
    }
    RouteMemory memory = of(candidate);
    Permit permit = memory.tryStart(part, early, nowNanos);
    return permit == null ? null : new RouteLeave(memory, permit);
  }

  private RouteMemory of(Route route, ImageProvider provider) {
    RouteMemory memory = memories.get(route);
    return memory != null
        ? memory
        : memories.computeIfAbsent(
            route,
            missing ->
                new RouteMemory(
                    missing,
                    provider.capabilities(),
                    providerRests.computeIfAbsent(missing.provider(), name -> new Rest()),
                    ticker));
  }

  /**
   * What is known of each candidate's route now, in the order of the candidates.
   *
   * @param quantilePercent the quantile of latency that the policy looks at, 50 to 99
   */
  List<RouteView> views(List<Candidate> candidates, long nowNanos, int quantilePercent) {
    List<RouteView> views = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      views.add(
          candidate.provider() instanceof BatchLane lane
              ? lane.view(candidate.longest().prior(), quantilePercent, nowNanos)
              : of(candidate).view(candidate, quantilePercent, nowNanos));
    }
    return views;
  }

  /** Every route of these providers, as it stands now. */
  List<RouteState> states(List<ImageProvider> providers, long nowNanos) {
    List<RouteState> states = new ArrayList<>();
    for (ImageProvider provider : providers) {
      provider.capabilities().models().stream()
          .sorted()
          .forEach(
              model -> states.add(of(new Route(provider.name(), model), provider).state(nowNanos)));
    }
    return states;
  }
}

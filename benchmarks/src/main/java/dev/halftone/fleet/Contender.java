package dev.halftone.fleet;

import dev.halftone.cost.Usd;
import dev.halftone.image.Objective;
import dev.halftone.router.RoutingPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The strategies compared, ours first. */
enum Contender {
  CHEAPEST,
  FASTEST,
  BALANCED,
  /** Balanced, with a second worth a third of what it is unless set. */
  PATIENT,
  /** Ordered by the latency that each provider has in the long run. */
  ALWAYS_FASTEST,
  ROUND_ROBIN,
  LEAST_LATENCY,
  /** Ordered by the list price of the first day for 1024x1024 at medium. */
  FIXED_PRIORITY;

  Strategy start(World world) {
    int providers = world.providers().size();
    return switch (this) {
      case CHEAPEST -> new RouterStrategy(world, policy(Objective.CHEAPEST));
      case FASTEST -> new RouterStrategy(world, policy(Objective.FASTEST));
      case BALANCED -> new RouterStrategy(world, policy(Objective.BALANCED));
      case PATIENT ->
          new RouterStrategy(world, policy(Objective.BALANCED).usdPerSecond(Usd.parse("0.001")));
      case ALWAYS_FASTEST -> new Baseline(world, Choice.fixed(List.of(3, 1, 4, 2, 0)));
      case ROUND_ROBIN -> new Baseline(world, Choice.roundRobin(providers));
      case LEAST_LATENCY -> new Baseline(world, new PeakEwma(providers, world.seed()));
      case FIXED_PRIORITY -> new Baseline(world, Choice.fixed(List.of(0, 2, 4, 1, 3)));
    };
  }

  private static RoutingPolicy.Builder policy(Objective objective) {
    return RoutingPolicy.builder().objective(objective);
  }

  boolean isOurs() {
    return compareTo(ALWAYS_FASTEST) < 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Contender parse(String name) {
    return Arrays.stream(values())
        .filter(one -> one.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "strategy '%s' is none of %s".formatted(name, Arrays.toString(values()))));
  }
}

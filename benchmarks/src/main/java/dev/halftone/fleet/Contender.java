package dev.halftone.fleet;

import dev.halftone.image.Objective;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The strategies compared, ours first. */
enum Contender {
  CHEAPEST(world -> new RouterStrategy(world, Objective.CHEAPEST)),
  FASTEST(world -> new RouterStrategy(world, Objective.FASTEST)),
  BALANCED(world -> new RouterStrategy(world, Objective.BALANCED)),
  /** Ordered by the latency that each provider has in the long run. */
  ALWAYS_FASTEST(world -> new Baseline(world, Choice.fixed(List.of(3, 1, 4, 2, 0)))),
  ROUND_ROBIN(world -> new Baseline(world, Choice.roundRobin(world.providers().size()))),
  LEAST_LATENCY(
      world -> new Baseline(world, new PeakEwma(world.providers().size(), world.seed()))),
  /** Ordered by the list price of the first day for 1024x1024 at medium. */
  FIXED_PRIORITY(world -> new Baseline(world, Choice.fixed(List.of(0, 2, 4, 1, 3))));

  private final Function<World, Strategy> start;

  Contender(Function<World, Strategy> start) {
    this.start = start;
  }

  Strategy start(World world) {
    return start.apply(world);
  }

  boolean isOurs() {
    return this == CHEAPEST || this == FASTEST || this == BALANCED;
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

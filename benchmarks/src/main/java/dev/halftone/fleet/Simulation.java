package dev.halftone.fleet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs strategies over the same workloads, seed after seed. */
final class Simulation {
  private final int requests;
  private final List<Long> seeds;
  private final List<Contender> contenders;
  private final Consumer<String> progress;

  /**
   * Prepares.
   *
   * @param requests of each strategy and seed
   * @param progress is told a line after each run
   */
  Simulation(
      int requests, List<Long> seeds, List<Contender> contenders, Consumer<String> progress) {
    this.requests = requests;
    this.seeds = List.copyOf(seeds);
    this.contenders = List.copyOf(contenders);
    this.progress = progress;
  }

  /**
   * Runs all.
   *
   * @return what each strategy came to over all seeds
   * @throws PromiseBroken by the first run whose money is wrong
   */
  Map<Contender, Result> run() {
    Map<Contender, Result> results = new EnumMap<>(Contender.class);
    List<String> lines = new ArrayList<>();
    for (long seed : seeds) {
      Run.Scene scene = Run.Scene.of(seed, requests);
      for (Contender contender : contenders) {
        Result result = Run.of(scene, contender);
        lines.add(contender.toString());
        progress.accept(
            String.format(
                Locale.ROOT,
                "%d/%d seed %d %s: %.2f %% above the optimum, deadlines met %.2f %%, p99 %.1f s",
                lines.size(),
                seeds.size() * contenders.size(),
                seed,
                contender,
                result.aboveLeastPercent(),
                result.deadlinesMetPercent(),
                result.latencySeconds(0.99)));
        results.merge(
            contender,
            result,
            (sum, next) -> {
              sum.add(next);
              return sum;
            });
      }
    }
    return results;
  }
}

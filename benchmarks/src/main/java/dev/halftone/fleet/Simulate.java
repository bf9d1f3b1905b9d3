package dev.halftone.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command {@code benchmarks/simulate}: the table on standard output, progress on the other. */
public final class Simulate {
  private Simulate() {}

  /** Runs; fails if the promise about money does not hold. */
  public static void main(String[] args) {
    int requests = 50_000;
    List<Long> seeds = List.of(1L, 2L, 3L);
    List<Contender> contenders = List.of(Contender.values());
    for (int i = 0; i < args.length; i += 2) {
      String value = i + 1 < args.length ? args[i + 1] : "";
      switch (args[i]) {
        case "--requests" -> requests = Integer.parseInt(value);
        case "--seeds" -> seeds = Arrays.stream(value.split(",")).map(Long::valueOf).toList();
        case "--only" ->
            contenders = Arrays.stream(value.split(",")).map(Contender::parse).toList();
        default -> throw new IllegalArgumentException("unknown option '%s'".formatted(args[i]));
      }
    }
    Map<Contender, Result> results =
        new Simulation(requests, seeds, contenders, System.err::println).run();
    System.out.print(SimulationTable.of(results));
  }
}

package dev.halftone.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {
  @Test
  void cheapest_overADay_isWithinReachOfTheOptimum() {
    Map<Contender, Result> results =
        new Simulation(10_000, List.of(1L), List.of(Contender.values()), System.err::println)
            .run();
    System.err.println(SimulationTable.of(results));

    assertThat(results).hasSize(Contender.values().length);
  }
}

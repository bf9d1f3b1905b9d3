package dev.halftone.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  private static final int SHORT = 10_000;

  @Test
  void run_twoSeeds_keepsThePromiseAndComesNearTheOptimum() {
    List<String> progress = new ArrayList<>();
    List<Contender> contenders =
        List.of(
            Contender.CHEAPEST, Contender.BALANCED, Contender.PATIENT, Contender.ALWAYS_FASTEST);

    Map<Contender, Result> results =
        new Simulation(SHORT, List.of(1L, 2L), contenders, progress::add).run();

    Result cheapest = Objects.requireNonNull(results.get(Contender.CHEAPEST));
    Result balanced = Objects.requireNonNull(results.get(Contender.BALANCED));
    Result patient = Objects.requireNonNull(results.get(Contender.PATIENT));
    Result fastest = Objects.requireNonNull(results.get(Contender.ALWAYS_FASTEST));
    assertThat(progress).hasSize(8);
    assertThat(cheapest.requests).isEqualTo(2 * SHORT);
    assertThat(cheapest.served).isGreaterThan(2 * SHORT * 9 / 10);
    assertThat(cheapest.ledgerSteps).isGreaterThan(4L * SHORT);
    assertThat(cheapest.aboveLeastPercent()).isBetween(0.0, 4.0);
    assertThat(patient.aboveLeastPercent()).isLessThan(8);
    // So short a run ends before the second day, when a quick provider becomes cheaper.
    assertThat(balanced.aboveLeastPercent()).isLessThan(fastest.aboveLeastPercent() / 2);
    assertThat(balanced.deadlinesMetPercent()).isGreaterThan(fastest.deadlinesMetPercent() - 1);
    assertThat(balanced.longestPushNanos).isLessThanOrEqualTo(VirtualTime.MINUTE);
    assertThat(cheapest.longestPushNanos).isLessThanOrEqualTo(VirtualTime.MINUTE);
  }

  @Test
  void run_theSameSeed_comesToTheSameFigures() {
    assertThat(table(7)).isEqualTo(table(7)).isNotEqualTo(table(8));
  }

  @ParameterizedTest
  @EnumSource(LedgerDefect.Kind.class)
  void run_ledgerWithADefect_isFoundAndSaysHowToReplay(LedgerDefect.Kind kind) {
    Run.Scene scene = Run.Scene.of(5, 3_000);

    assertThatExceptionOfType(PromiseBroken.class)
        .isThrownBy(
            () -> Run.of(scene, Contender.CHEAPEST, ledger -> new LedgerDefect(ledger, kind)))
        .withMessageContaining("seed 5")
        .withMessageContaining("benchmarks/simulate --requests 3000 --seeds 5 --only cheapest");
  }

  private static String table(long seed) {
    return SimulationTable.of(
        new Simulation(2_000, List.of(seed), List.of(Contender.values()), line -> {}).run());
  }
}

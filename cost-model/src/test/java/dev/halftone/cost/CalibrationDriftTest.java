package dev.halftone.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Measures coverage and holds on drifting streams, and keeps the figures of the page true. */
class CalibrationDriftTest {
  private static final int SEEDS = 10;
  private static final int BUDGET_SEEDS = 5;
  private static final int MANY_IN_FLIGHT = 64;
  private static final Map<BillStream.Drift, List<DriftRun>> AT_ONCE =
      new EnumMap<>(BillStream.Drift.class);
  private static final Map<BillStream.Drift, List<DriftRun>> LATE =
      new EnumMap<>(BillStream.Drift.class);

  @BeforeAll
  static void runAll() {
    for (BillStream.Drift drift : BillStream.Drift.values()) {
      List<DriftRun> atOnce = new ArrayList<>();
      List<DriftRun> late = new ArrayList<>();
      for (int seed = 1; seed <= SEEDS; seed++) {
        atOnce.add(new DriftRun(new BillStream(drift, seed), 0));
        late.add(new DriftRun(new BillStream(drift, seed), MANY_IN_FLIGHT));
      }
      AT_ONCE.put(drift, atOnce);
      LATE.put(drift, late);
    }
  }

  @ParameterizedTest
  @EnumSource
  void interval_eachDrift_covers93To97PercentOfEveryStream(BillStream.Drift drift) {
    assertThat(runs(AT_ONCE, drift))
        .allSatisfy(run -> assertThat(run.coverage).isBetween(0.93, 0.97))
        .allSatisfy(run -> assertThat(run.below).isBetween(0.015, 0.035))
        .allSatisfy(run -> assertThat(run.above).isBetween(0.015, 0.035));
  }

  @ParameterizedTest
  @EnumSource
  void interval_eachDrift_covers93To97PercentOfEveryThousandBills(BillStream.Drift drift) {
    assertThat(runs(AT_ONCE, drift))
        .allSatisfy(run -> assertThat(run.worstRoll).isGreaterThanOrEqualTo(0.93))
        .allSatisfy(run -> assertThat(run.bestRoll).isLessThanOrEqualTo(0.97));
  }

  @ParameterizedTest
  @EnumSource
  void interval_billsKnownManyCallsLater_covers93To97PercentOfEveryStream(BillStream.Drift drift) {
    assertThat(runs(LATE, drift)).allSatisfy(run -> assertThat(run.coverage).isBetween(0.93, 0.97));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STEEP_RAMP", "HEAVY_TAIL"})
  void hold_thinkingThatAtMostDoubles_freesHalfOfWhatHardHoldsTieUp(BillStream.Drift drift) {
    assertThat(runs(AT_ONCE, drift))
        .allSatisfy(run -> assertThat(run.freed).isGreaterThanOrEqualTo(0.5));
    assertThat(runs(LATE, drift))
        .allSatisfy(run -> assertThat(run.freed).isGreaterThanOrEqualTo(0.5));
  }

  @ParameterizedTest
  @EnumSource
  void hold_eachDrift_isExceededAboutAsOftenAsChosen(BillStream.Drift drift) {
    assertThat(runs(AT_ONCE, drift))
        .allSatisfy(run -> assertThat(run.overruns).isBetween(0.005, 0.015));
  }

  @ParameterizedTest
  @EnumSource
  void expected_eachDrift_isRightInAllWithinTwoPercent(BillStream.Drift drift) {
    assertThat(runs(AT_ONCE, drift))
        .allSatisfy(run -> assertThat(run.expectedError).isBetween(-0.02, 0.02));
  }

  @Test
  void figures_ofThePage_areThoseMeasured() throws IOException {
    List<String> measured = new ArrayList<>();
    for (BillStream.Drift drift : BillStream.Drift.values()) {
      measured.add(coverageRow(drift));
      measured.add(holdRow(drift));
    }
    for (BillStream.Drift drift : List.of(BillStream.Drift.STEADY, BillStream.Drift.REGIMES)) {
      for (String limit : List.of("2.00", "20.00", "200.00")) {
        measured.add(budgetRow(drift, limit));
      }
    }
    Files.write(Path.of("target", "calibration-figures.md"), measured);
    assertThat(Files.readAllLines(Path.of("..", "docs", "calibration.md"))).containsAll(measured);
  }

  private static String coverageRow(BillStream.Drift drift) {
    List<DriftRun> runs = runs(AT_ONCE, drift);
    List<DriftRun> late = runs(LATE, drift);
    return String.format(
        Locale.ROOT,
        "| %s | %.1f-%.1f | %.1f-%.1f | %.1f-%.1f | %.1f | %.2f | %+.0f %% | %+.1f %% |",
        name(drift),
        100 * least(runs, run -> run.coverage),
        100 * most(runs, run -> run.coverage),
        100 * least(runs, run -> run.worstRoll),
        100 * most(runs, run -> run.bestRoll),
        100 * least(late, run -> run.coverage),
        100 * most(late, run -> run.coverage),
        100 * least(late, run -> run.worstRoll),
        mean(runs, run -> run.width),
        100 * mean(runs, run -> run.declaredError),
        100 * mean(runs, run -> run.expectedError));
  }

  private static String holdRow(BillStream.Drift drift) {
    List<DriftRun> runs = runs(AT_ONCE, drift);
    List<DriftRun> late = runs(LATE, drift);
    return String.format(
        Locale.ROOT,
        "| %s | %.0f %% | %.0f %% | %.2f %% | %.2f %% | %.1f |",
        name(drift),
        100 * mean(runs, run -> run.freed),
        100 * least(runs, run -> run.freed),
        100 * mean(runs, run -> run.overruns),
        100 * mean(late, run -> run.overruns),
        most(runs, run -> run.largestOverrun));
  }

  private static String budgetRow(BillStream.Drift drift, String limit) {
    CalibrationOptions hard = CalibrationOptions.builder().build();
    CalibrationOptions quantile = hard.newBuilder().holdQuantilePpm(DriftRun.HOLD_PPM).build();
    List<BudgetRun> atMost = new ArrayList<>();
    List<BudgetRun> runs = new ArrayList<>();
    for (int seed = 1; seed <= BUDGET_SEEDS; seed++) {
      atMost.add(new BudgetRun(new BillStream(drift, seed), hard, Usd.parse(limit)));
      runs.add(new BudgetRun(new BillStream(drift, seed), quantile, Usd.parse(limit)));
    }
    assertThat(atMost).allSatisfy(run -> assertThat(run.exceeded).isZero());
    int budgets = BUDGET_SEEDS * BudgetRun.budgets();
    return String.format(
        Locale.ROOT,
        "| %s | $%s | %.0f | %.0f | 0 of %d | %d of %d | %.2f %% |",
        name(drift),
        limit,
        atMost.stream().mapToDouble(run -> run.inFlight).average().orElseThrow(),
        runs.stream().mapToDouble(run -> run.inFlight).average().orElseThrow(),
        budgets,
        runs.stream().mapToInt(run -> run.exceeded).sum(),
        budgets,
        100 * runs.stream().mapToDouble(run -> run.largestExcess).max().orElseThrow());
  }

  private static String name(BillStream.Drift drift) {
    return drift.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static List<DriftRun> runs(
      Map<BillStream.Drift, List<DriftRun>> all, BillStream.Drift drift) {
    return all.getOrDefault(drift, List.of());
  }

  private static double least(List<DriftRun> runs, ToDoubleFunction<DriftRun> figure) {
    return runs.stream().mapToDouble(figure).min().orElseThrow();
  }

  private static double most(List<DriftRun> runs, ToDoubleFunction<DriftRun> figure) {
    return runs.stream().mapToDouble(figure).max().orElseThrow();
  }

  private static double mean(List<DriftRun> runs, ToDoubleFunction<DriftRun> figure) {
    return runs.stream().mapToDouble(figure).average().orElseThrow();
  }
}

package dev.halftone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Usd;
import dev.halftone.image.CacheOutcome;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.Receipt;
import dev.halftone.router.RoutingException.Reason;
import dev.halftone.simulator.Fault;
import dev.halftone.simulator.FaultRates;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of it, over HTTP on loopback: simulator, adapters, router, ledger, cache. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoRunTest {
  /** Small sizes, because most of the time goes into drawing; two that WaveSpeedAI has too. */
  private static final List<ImageSize> SMALL =
      List.of(new ImageSize(1280, 720), new ImageSize(720, 1280), new ImageSize(816, 816));

  private static final FaultRates NO_FAULTS = FaultRates.none();
  private static final Usd MUCH = Usd.parse("1000");
  private static final int REQUESTS = 24;
  private static final int FAST = 400;

  @TempDir Path folder;
  private Vertx vertx;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void books_budgetTooSmallAndFaults_agreeToTheNanoAndNoBudgetIsEverExceeded(long seed)
      throws Exception {
    FaultRates faults =
        FaultRates.newBuilder()
            .rate(Fault.OVERLOAD, 0.05)
            .rate(Fault.SERVER_ERROR, 0.05)
            .rate(Fault.CUT_BEFORE_WORK, 0.04)
            .rate(Fault.CUT_AFTER_WORK, 0.06)
            .rate(Fault.REFUSAL, 0.03)
            .build();

    DemoResult result = run(options(Usd.parse("0.30"), seed, faults, null));

    DemoProof proof = result.proof();
    assertThat(proof.faults()).as("seed %d", seed).isEmpty();
    assertThat(proof.ledger()).isEqualTo(proof.invoice()).isGreaterThan(Usd.ZERO);
    assertThat(proof.answered().plus(proof.resolved())).isEqualTo(proof.invoice());
    assertThat(proof.accounts())
        .allSatisfy(account -> assertThat(account.ledger()).isEqualTo(account.invoice()));
    assertThat(proof.highest())
        .hasSize(3 + DemoTraffic.CAMPAIGNS.size())
        .allSatisfy((budget, most) -> assertThat(most).isLessThanOrEqualTo(budget.limit()));
    assertThat(proof.checks()).isGreaterThan(REQUESTS / 2);
    assertEachRequestEndedOnce(result);
    DemoFigures figures = DemoFigures.of(result);
    assertThat(figures.refusedBy(Reason.BUDGET_EXCEEDED)).isPositive();
    assertThat(figures.spent()).isLessThanOrEqualTo(figures.budget());
    assertThat(figures.savedAgainstDearest())
        .isEqualTo(
            figures
                .reuse()
                .plus(figures.steppedDown())
                .plus(figures.cheaper())
                .minus(figures.lost()));
  }

  @Test
  void run_noFaultsAndMuchMoney_servesEverything() throws Exception {
    DemoResult result = run(options(MUCH, 7, NO_FAULTS, null));

    assertThat(result.proof().faults()).isEmpty();
    assertThat(result.proof().suspended()).isZero();
    assertThat(result.calls()).allMatch(call -> call.failure() == null || isPacing(call));
    DemoFigures figures = DemoFigures.of(result);
    assertThat(figures.served()).isEqualTo(REQUESTS);
    assertThat(figures.refusals()).isEmpty();
    assertThat(figures.lost()).isEqualTo(Usd.ZERO);
    assertThat(figures.cacheHits() + figures.joined()).isPositive();
    assertThat(figures.reuse()).isGreaterThan(Usd.ZERO);
  }

  @Test
  void run_aDayOfTraffic_reachesAllFiveProvidersAndEachAgreesToTheNano() throws Exception {
    DemoOptions many =
        new DemoOptions(96, MUCH, null, 2026, FAST, 16, SMALL, DemoOptions.TROUBLED_DAY);

    DemoProof proof = run(many).proof();

    assertThat(proof.faults()).isEmpty();
    assertThat(proof.accounts())
        .extracting(DemoProof.Account::provider)
        .containsExactly("azure", "fal", "openai", "vercel", "wavespeed");
    assertThat(proof.accounts())
        .allSatisfy(account -> assertThat(account.ledger()).isEqualTo(account.invoice()))
        .filteredOn(account -> account.invoice().isZero())
        .isEmpty();
  }

  @Test
  void run_nothingButCutsAfterTheWork_endsAndPaysForEachOnce() throws Exception {
    FaultRates allCut = FaultRates.always(Fault.CUT_AFTER_WORK);

    DemoResult result = run(options(MUCH, 8, allCut, null));

    DemoProof proof = result.proof();
    assertThat(proof.faults()).isEmpty();
    assertThat(proof.answered()).isEqualTo(Usd.ZERO);
    assertThat(proof.suspended()).isPositive();
    assertThat(proof.resolved()).isEqualTo(proof.invoice()).isGreaterThan(Usd.ZERO);
    DemoFigures figures = DemoFigures.of(result);
    assertThat(figures.served()).isZero();
    assertThat(figures.lost()).isEqualTo(proof.invoice());
    assertThat(figures.retries()).isZero();
  }

  @Test
  void run_nothingButServerErrors_endsWithoutCharge() throws Exception {
    DemoResult result = run(options(MUCH, 9, FaultRates.always(Fault.SERVER_ERROR), null));

    assertThat(result.proof().faults()).isEmpty();
    assertThat(result.proof().invoice()).isEqualTo(Usd.ZERO);
    assertThat(DemoFigures.of(result).failed()).isEqualTo(REQUESTS);
  }

  @Test
  void run_noBudgetAtAll_refusesEverythingAndSendsNothing() throws Exception {
    DemoResult result = run(options(Usd.ZERO, 10, NO_FAULTS, null));

    assertThat(result.proof().faults()).isEmpty();
    assertThat(result.calls()).isEmpty();
    assertThat(DemoFigures.of(result).refusedBy(Reason.BUDGET_EXCEEDED)).isEqualTo(REQUESTS);
  }

  @Test
  void pictures_afterARun_areImagesOfTheSizeAskedFor() throws Exception {
    DemoResult result = run(options(MUCH, 11, NO_FAULTS, folder));

    int pictures = 0;
    for (DemoOutcome outcome : result.outcomes()) {
      assertThat(outcome.pictures()).hasSize(outcome.request().n()).hasSize(outcome.images());
      Receipt receipt = Objects.requireNonNull(outcome.receipt());
      for (PictureFile file : outcome.pictures()) {
        ImageSize size = outcome.request().size();
        BufferedImage image = ImageIO.read(folder.resolve(file.image()).toFile());
        // It takes shapes and classes of size, not pixels.
        if (!receipt.provider().equals("wavespeed")) {
          assertThat(image.getWidth()).isEqualTo(size.width());
          assertThat(image.getHeight()).isEqualTo(size.height());
        }
        BufferedImage thumbnail = ImageIO.read(folder.resolve(file.thumbnail()).toFile());
        assertThat(Math.max(thumbnail.getWidth(), thumbnail.getHeight())).isEqualTo(320);
        pictures++;
      }
    }
    assertThat(pictures).isEqualTo(DemoFigures.of(result).images());
    assertReusedImagesAreNamedAgain(result);
    Path report = folder.resolve("report.html");
    Files.writeString(report, ReportPage.of(result, DemoFigures.of(result)));
    assertThat(report).content().contains("The books agree").doesNotContain("{{");
  }

  private static void assertReusedImagesAreNamedAgain(DemoResult result) {
    Set<String> made = new HashSet<>();
    for (DemoOutcome outcome : result.outcomes()) {
      Receipt receipt = outcome.receipt();
      if (receipt != null && receipt.cache() == CacheOutcome.MISS) {
        outcome.pictures().forEach(file -> made.add(file.image()));
      }
    }
    assertThat(result.outcomes())
        .filteredOn(one -> one.receipt() != null && one.receipt().cache() == CacheOutcome.HIT)
        .isNotEmpty()
        .allSatisfy(
            one ->
                assertThat(made)
                    .containsAll(one.pictures().stream().map(PictureFile::image).toList()));
  }

  private static void assertEachRequestEndedOnce(DemoResult result) {
    assertThat(result.outcomes()).hasSize(REQUESTS);
    Map<String, Integer> calls = new TreeMap<>();
    result.calls().forEach(call -> calls.merge(call.attemptId(), 1, Integer::sum));
    assertThat(calls.values()).containsOnly(1);
    assertThat(result.outcomes())
        .allMatch(one -> (one.receipt() == null) != (one.failure() == null))
        .extracting(DemoOutcome::number)
        .doesNotHaveDuplicates();
  }

  private static boolean isPacing(DemoCall call) {
    return call.failure() == ProviderFailure.Kind.RATE_LIMITED;
  }

  private DemoResult run(DemoOptions options) throws Exception {
    return DemoRun.start(vertx, options, progress -> {}, System::nanoTime)
        .toCompletionStage()
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static DemoOptions options(Usd budget, long seed, FaultRates faults, @Nullable Path out) {
    return new DemoOptions(REQUESTS, budget, out, seed, FAST, 16, SMALL, faults);
  }
}

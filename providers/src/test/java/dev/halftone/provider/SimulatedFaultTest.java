package dev.halftone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halftone.cost.CostEstimator;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Thinking;
import dev.halftone.cost.Usd;
import dev.halftone.image.Capabilities.Parameter;
import dev.halftone.image.ImageProvider;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.PartialImage;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import dev.halftone.image.ProviderFailure;
import dev.halftone.image.ProviderFailure.Billed;
import dev.halftone.image.ProviderFailure.Retry;
import dev.halftone.simulator.Fault;
import dev.halftone.simulator.FaultRates;
import dev.halftone.simulator.ProviderProfile;
import dev.halftone.simulator.SimulatedProvider;
import dev.halftone.simulator.Simulator;
import dev.halftone.simulator.SimulatorOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every adapter against the simulator, which was written from the same facts and shares no code:
 * what the adapter says of the bill must be what the simulator's invoice says.
 */
class SimulatedFaultTest {
  private static final InstantSource DAY =
      InstantSource.fixed(Instant.parse("2026-11-20T09:00:00Z"));
  private static final String KEY = "simulated-key";
  private static Vertx vertx = Vertx.vertx();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource
  void fault_atEveryAdapter_isToldAsItIsBilled(Fault fault) throws Exception {
    Duration timeout = Duration.ofMillis(isHang(fault) ? 700 : 10_000);
    Simulator simulator = simulator(FaultRates.always(fault));
    for (ImageProvider provider : Adapters.all(vertx, simulator, KEY, timeout, DAY)) {
      String id = provider.name() + "-" + fault.slug();
      ImageRequest request = ImageRequest.builder("a boat").cached(false).build();
      Said said = ask(provider, id, request);
      untilQuiet(simulator);
      long billed = billed(simulator, id);
      if (said.billed == Billed.NO) {
        assertThat(billed).as("%s says not billed", id).isZero();
      } else if (said.billed == Billed.YES) {
        assertThat(billed).as("%s says billed", id).isPositive();
      }
      if (said.answer != null) {
        assertThat(charge(provider, said.answer)).as(id).isIn(null, Usd.ofNanos(billed));
      }
      if (said.retry == Retry.SAFE) {
        assertThat(billed).as("%s says safe to retry", id).isZero();
      }
      provider.close();
    }
    assertThat(simulator.invoice().paidTwice()).isEmpty();
    simulator.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void operations_atEveryAdapter_bringWhatWasAskedForAtItsPrice() throws Exception {
    Simulator simulator = simulator(FaultRates.none());
    for (ImageProvider provider :
        Adapters.all(vertx, simulator, KEY, Duration.ofSeconds(20), DAY)) {
      int perCall = provider.capabilities().imagesPerCall();
      check(simulator, provider, "many", ImageRequest.builder("a boat").n(Math.min(3, perCall)));
      if (provider.capabilities().inputImages() > 0) {
        check(
            simulator,
            provider,
            "edit",
            ImageRequest.builder("a boat")
                .inputImages(Collections.nCopies(2, TestImages.png(512, 256, 900, 3))));
      }
      if (provider.capabilities().honoured().contains(Parameter.PARTIAL_IMAGES)) {
        Said said =
            check(simulator, provider, "stream", ImageRequest.builder("x").partialImages(2));
        assertThat(said.partials).as(provider.name()).hasSize(2);
      }
      provider.close();
    }
    assertThat(simulator.invoice().paidTwice()).isEmpty();
    simulator.close().await(10, TimeUnit.SECONDS);
  }

  private static Said check(
      Simulator simulator, ImageProvider provider, String what, ImageRequest.Builder asked)
      throws Exception {
    String id = provider.name() + "-" + what;
    ImageRequest request = asked.cached(false).build();
    Said said = ask(provider, id, request);
    assertThat(said.failure).as(id).isNull();
    ProviderAnswer answer = said.answer;
    assertThat(answer == null ? List.of() : answer.images()).as(id).hasSize(request.n());
    if (answer != null) {
      assertThat(charge(provider, answer)).as(id).isIn(null, Usd.ofNanos(billed(simulator, id)));
    }
    return said;
  }

  /** What an adapter said came of a call; an answer was billed. */
  private record Said(
      @Nullable ProviderAnswer answer,
      @Nullable ProviderFailure failure,
      Billed billed,
      @Nullable Retry retry,
      List<PartialImage> partials) {}

  private static Said ask(ImageProvider provider, String id, ImageRequest request)
      throws TimeoutException {
    List<PartialImage> partials = new CopyOnWriteArrayList<>();
    ProviderCall call =
        new ProviderCall(
            id,
            request,
            "gpt-image-2",
            Quality.LOW,
            Thinking.OFF,
            Duration.ofSeconds(60),
            partials::add);
    try {
      ProviderAnswer answer = provider.generate(call).await(70, TimeUnit.SECONDS);
      return new Said(answer, null, Billed.YES, null, partials);
    } catch (ProviderFailure failure) {
      return new Said(null, failure, failure.billed(), failure.retry(), partials);
    }
  }

  /** The charge as the answer tells it; null where it does not tell. */
  private static @Nullable Usd charge(ImageProvider provider, ProviderAnswer answer) {
    CostEstimator estimator = CostEstimator.of(Adapters.catalog());
    LocalDate day = LocalDate.parse("2026-11-20");
    if (answer.billed() != null) {
      return answer.billed();
    }
    if (answer.billedUnits() != null) {
      return estimator.chargeUnits(provider.priceList(), "gpt-image-2", answer.billedUnits(), day);
    }
    return answer.usage() == null
        ? null
        : estimator.charge(provider.priceList(), "gpt-image-2", answer.usage(), false, day);
  }

  private static boolean isHang(Fault fault) {
    return fault == Fault.HANG_BEFORE_WORK || fault == Fault.HANG_AFTER_WORK;
  }

  private static long billed(Simulator simulator, String id) {
    return simulator.invoice().lines().stream()
        .filter(line -> line.clientRequestId().equals(id))
        .mapToLong(line -> line.chargedNanoUsd())
        .sum();
  }

  private static void untilQuiet(Simulator simulator) throws TimeoutException {
    for (int looks = 0; looks < 500 && simulator.unfinishedCalls() > 0; looks++) {
      vertx.timer(10).await(5, TimeUnit.SECONDS);
    }
    assertThat(simulator.unfinishedCalls()).isZero();
  }

  private static Simulator simulator(FaultRates faults) throws TimeoutException {
    SimulatorOptions.Builder options =
        SimulatorOptions.calm().apiKey(KEY).clock(DAY).blankPictures(true);
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      options.profile(provider, ProviderProfile.calm().withFaults(faults));
    }
    Simulator simulator = Simulator.create(vertx, options.build());
    simulator.listen(0).await(30, TimeUnit.SECONDS);
    return simulator;
  }
}

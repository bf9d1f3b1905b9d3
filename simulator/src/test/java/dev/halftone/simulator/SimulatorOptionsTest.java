package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SimulatorOptionsTest {
  private final SimulatorOptions.Builder builder = SimulatorOptions.newBuilder();

  @Test
  void options_outOfRange_areRefusedAtOnceByName() {
    refused("timeScale", () -> builder.timeScale(0));
    refused("timeScale", () -> builder.timeScale(Double.NaN));
    refused("apiKey", () -> builder.apiKey(" "));
    refused("maxBodyBytes", () -> builder.maxBodyBytes(0));
    refused("maxUploadBytes", () -> builder.maxUploadBytes(0));
    refused("batchDuration", () -> builder.batchDuration(Duration.ofDays(8)));
    refused("maxInFlight", () -> builder.maxInFlight(0));
    refused("maxInvoiceLines", () -> builder.maxInvoiceLines(0));
    refused("maxFileBytes", () -> builder.maxFileBytes(1));
    refused("jobsAtOnce", () -> ProviderProfile.calm().withJobsAtOnce(0));
    refused("vercelCreditNanoUsd", () -> builder.vercelCreditNanoUsd(-1));
    refused("azureDeployments.img", () -> builder.azureDeployments(Map.of("img", "nothing")));
    refused("overload", () -> FaultRates.newBuilder().rate(Fault.OVERLOAD, 1.1));
    refused("overload", () -> FaultRates.newBuilder().rate(Fault.OVERLOAD, Double.NaN));
    refused(
        "server-error makes the sum",
        () -> FaultRates.newBuilder().rate(Fault.OVERLOAD, 0.6).rate(Fault.SERVER_ERROR, 0.6));
    refused("perMinute", () -> new RateLimit(0, 1));
    refused("burst", () -> new RateLimit(1, 0));
    refused("sigma", () -> new LatencyCurve(Duration.ZERO, Duration.ZERO, 3));
    refused("base", () -> new LatencyCurve(Duration.ofSeconds(-1), Duration.ZERO, 0));
  }

  @Test
  void invoice_moreLinesThanKept_keepsTotals() {
    try (SimulatorHarness harness =
        new SimulatorHarness(
            SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER).maxInvoiceLines(2))) {
      for (int i = 0; i < 3; i++) {
        SimulatorHarness.await(harness.call(SimulatedProvider.OPENAI, "nothing", "x"));
      }
      assertThat(harness.simulator.invoice().lines()).hasSize(2);
      assertThat(harness.simulator.invoice().total(SimulatedProvider.OPENAI).calls()).isEqualTo(3);
    }
  }

  @Test
  void simulator_notListening_hasNoAddressAndClosesQuietly() {
    Vertx vertx = Vertx.vertx();
    try {
      Simulator simulator = Simulator.create(vertx, builder.build());
      assertThatThrownBy(simulator::openAiBaseUrl).isInstanceOf(IllegalStateException.class);
      refused("port", () -> simulator.listen(70_000));
      SimulatorHarness.await(simulator.close());
      assertThat(simulator.invoice().lines()).isEmpty();
    } finally {
      SimulatorHarness.await(vertx.close());
    }
  }

  private static void refused(String name, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }
}

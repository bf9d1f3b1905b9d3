package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void serverError_always_isTheProvidersOwn500AndFree(SimulatedProvider provider) {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.SERVER_ERROR))) {
      HttpResponse<Buffer> response = call(harness, provider, "x");
      assertThat(response.statusCode()).isEqualTo(500);
      JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
      switch (provider) {
        case OPENAI -> assertThat(error.getString("type")).isEqualTo("server_error");
        case AZURE -> assertThat(error.getString("code")).isEqualTo("InternalServerError");
        case VERCEL -> assertThat(error.getString("type")).isEqualTo("internal_server_error");
        case OPENROUTER -> assertThat(error.getInteger("code")).isEqualTo(500);
        default -> throw new AssertionError(provider);
      }
      assertFree(harness, 500);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void overload_always_is429WithAWaitWhereTheProviderNamesOne(SimulatedProvider provider) {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.OVERLOAD))) {
      HttpResponse<Buffer> response = call(harness, provider, "x");
      assertThat(response.statusCode()).isEqualTo(429);
      JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
      switch (provider) {
        case OPENAI -> assertThat(error.getString("code")).isEqualTo("slow_down");
        case AZURE -> assertThat(error.getString("code")).isEqualTo("429");
        case VERCEL -> assertThat(error.getString("type")).isEqualTo("AI_APICallError");
        case OPENROUTER -> assertThat(error.getInteger("code")).isEqualTo(429);
        default -> throw new AssertionError(provider);
      }
      boolean named = provider == SimulatedProvider.OPENAI || provider == SimulatedProvider.AZURE;
      assertThat(response.getHeader("retry-after-ms")).isEqualTo(named ? "2000" : null);
      assertThat(response.getHeader("retry-after")).isEqualTo(named ? "2" : null);
      assertFree(harness, 429);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void refusal_blockedWord_isTheProvidersOwn400AndFree(SimulatedProvider provider) {
    try (SimulatorHarness harness = faulty(FaultRates.none())) {
      HttpResponse<Buffer> response = call(harness, provider, "A scene of GORE, at dusk");
      assertThat(response.statusCode()).isEqualTo(400);
      JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
      if (provider == SimulatedProvider.OPENROUTER) {
        String raw = error.getJsonObject("metadata").getString("raw");
        assertThat(raw).contains("\"code\":\"moderation_blocked\"");
      } else {
        assertThat(error.getString("code")).isEqualTo("moderation_blocked");
      }
      if (provider == SimulatedProvider.VERCEL) {
        assertThat(error.getString("type")).isEqualTo("AI_APICallError");
      } else {
        assertThat(error.getString("message"))
            .contains("safety_violations=[violence]", harness.onlyLine().requestId());
      }
      assertFree(harness, 400);
      assertThat(call(harness, provider, "A gorge at dusk").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusal_onAzureDeploymentPath_hasAnInnerError() {
    try (SimulatorHarness harness = faulty(FaultRates.none())) {
      JsonObject error =
          SimulatorHarness.await(
                  harness
                      .azureDeployment("gpt-image-2", "?api-version=2025-04-01-preview")
                      .sendJsonObject(SimulatorHarness.order("gpt-image-2", "gore")))
              .bodyAsJsonObject()
              .getJsonObject("error");
      assertThat(error.getString("code")).isEqualTo("content_policy_violation");
      assertThat(error.getJsonObject("inner_error").getString("code"))
          .isEqualTo("ResponsibleAIPolicyViolation");
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void cut_beforeWork_closesTheConnectionAndIsFree(SimulatedProvider provider) {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.CUT_BEFORE_WORK))) {
      assertThat(failure(harness, provider, "x")).isNotNull();
      assertThat(harness.onlyLine().ending()).isEqualTo(InvoiceLine.Ending.CUT_BEFORE_WORK);
      assertFree(harness, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void cut_afterWork_closesTheConnectionAtBothPlacesAndIsBilled(SimulatedProvider provider) {
    try (SimulatorHarness harness = faulty(FaultRates.always(Fault.CUT_AFTER_WORK))) {
      for (int i = 0; i < 8; i++) {
        assertThat(failure(harness, provider, "prompt " + i)).isNotNull();
      }
      Invoice invoice = harness.simulator.invoice();
      Set<Integer> statuses = new HashSet<>();
      for (InvoiceLine line : invoice.lines()) {
        assertThat(line.ending()).isEqualTo(InvoiceLine.Ending.CUT_AFTER_WORK);
        assertThat(line.imageOutputTokens()).isEqualTo(158);
        assertThat(line.chargedNanoUsd()).isGreaterThan(158 * 30_000L);
        statuses.add(line.status());
      }
      assertThat(statuses).as("before any byte, and mid-body").containsExactlyInAnyOrder(0, 200);
      assertThat(invoice.total(provider).chargedCalls()).isEqualTo(8);
    }
  }

  @Test
  void client_thatHangsUp_isCharged() throws Exception {
    LatencyCurve slow = new LatencyCurve(Duration.ofMillis(300), Duration.ZERO, 0);
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .profile(SimulatedProvider.OPENAI, ProviderProfile.calm().withLatency(slow));
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      var call =
          harness.openAi().timeout(50).sendJsonObject(SimulatorHarness.order("gpt-image-2", "x"));
      assertThat(call.toCompletionStage().toCompletableFuture()).failsWithin(5, TimeUnit.SECONDS);
      // The one after it takes as long and so ends later.
      assertThat(call(harness, SimulatedProvider.OPENAI, "y").statusCode()).isEqualTo(200);
      InvoiceLine first = harness.simulator.invoice().lines().get(0);
      assertThat(first.ending()).isEqualTo(InvoiceLine.Ending.CLIENT_GONE);
      assertThat(first.chargedNanoUsd()).isEqualTo(7 * 5_000L + 158 * 30_000L);
    }
  }

  private static SimulatorHarness faulty(FaultRates faults) {
    SimulatorOptions.Builder options = SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER);
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      options.profile(provider, ProviderProfile.calm().withFaults(faults));
    }
    return new SimulatorHarness(options);
  }

  private static HttpResponse<Buffer> call(
      SimulatorHarness harness, SimulatedProvider provider, String prompt) {
    return SimulatorHarness.await(harness.call(provider, "gpt-image-2", prompt));
  }

  private static Throwable failure(
      SimulatorHarness harness, SimulatedProvider provider, String prompt) {
    try {
      harness
          .call(provider, "gpt-image-2", prompt)
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
      throw new AssertionError("the call was answered");
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertFree(SimulatorHarness harness, int status) {
    InvoiceLine line = harness.onlyLine();
    assertThat(line.chargedNanoUsd()).isZero();
    assertThat(line.imageOutputTokens()).isZero();
    assertThat(line.status()).isEqualTo(status);
    assertThat(line.model()).isEqualTo("gpt-image-2");
  }
}

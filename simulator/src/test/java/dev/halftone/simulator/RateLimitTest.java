package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void openAi_bucketEmpty_namesAWaitThatIsEnough() {
    // 60 a minute at 40 times speed: one image each 25 real milliseconds.
    try (SimulatorHarness harness = limited(SimulatedProvider.OPENAI, 60, 2, 40)) {
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      HttpResponse<Buffer> last = call(harness, SimulatedProvider.OPENAI);
      assertThat(last.getHeader("x-ratelimit-limit-requests")).isEqualTo("60");
      assertThat(last.getHeader("x-ratelimit-remaining-requests")).isEqualTo("0");
      assertThat(last.getHeader("x-ratelimit-reset-requests")).isEqualTo("50ms");
      HttpResponse<Buffer> refused = call(harness, SimulatedProvider.OPENAI);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.getHeader("retry-after-ms")).isEqualTo("25");
      assertThat(refused.getHeader("retry-after")).isEqualTo("1");
      JsonObject error = refused.bodyAsJsonObject().getJsonObject("error");
      assertThat(error.getString("code")).isEqualTo("rate_limit_exceeded");
      assertThat(error.getString("message")).endsWith("Please try again in 25ms.");
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(24));
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(429);
      nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      assertThat(harness.simulator.invoice().total(SimulatedProvider.OPENAI).chargedCalls())
          .isEqualTo(3);
    }
  }

  @Test
  void openAi_severalImages_takeSeveralUnits() {
    try (SimulatorHarness harness = limited(SimulatedProvider.OPENAI, 60, 3, 1)) {
      JsonObject three = SimulatorHarness.order("gpt-image-2", "x").put("n", 3);
      assertThat(SimulatorHarness.await(harness.openAi().sendJsonObject(three)).statusCode())
          .isEqualTo(200);
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(429);
    }
  }

  @Test
  void openAi_models_haveLimitsOfTheirOwn() {
    try (SimulatorHarness harness = limited(SimulatedProvider.OPENAI, 60, 1, 1)) {
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(429);
      assertThat(
              SimulatorHarness.await(
                      harness.call(SimulatedProvider.OPENAI, "gpt-image-2.5-flare", "x"))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void azure_bucketEmpty_countsRequestsAndSpeaksAzure() {
    try (SimulatorHarness harness = limited(SimulatedProvider.AZURE, 6, 1, 1)) {
      JsonObject three = SimulatorHarness.order("gpt-image-2", "x").put("n", 3);
      assertThat(SimulatorHarness.await(harness.azure().sendJsonObject(three)).statusCode())
          .isEqualTo(200);
      HttpResponse<Buffer> refused = call(harness, SimulatedProvider.AZURE);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.getHeader("retry-after-ms")).isEqualTo("10000");
      assertThat(refused.getHeader("x-ratelimit-reset-requests")).isEqualTo("10");
      JsonObject error = refused.bodyAsJsonObject().getJsonObject("error");
      assertThat(error.getString("code")).isEqualTo("RateLimitReached");
      assertThat(error.getString("message"))
          .contains("deployment gpt-image-2 (gpt-image-2)", "Please retry after 10 seconds.");
    }
  }

  @Test
  void vercel_bucketEmpty_namesNoWait() {
    try (SimulatorHarness harness = limited(SimulatedProvider.VERCEL, 6, 1, 1)) {
      assertThat(call(harness, SimulatedProvider.VERCEL).statusCode()).isEqualTo(200);
      HttpResponse<Buffer> refused = call(harness, SimulatedProvider.VERCEL);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().names()).noneMatch(name -> name.startsWith("retry-after"));
      assertThat(refused.bodyAsJsonObject().getJsonObject("error").getString("type"))
          .isEqualTo("rate_limit_exceeded");
    }
  }

  @Test
  void inFlight_limitReached_isToldOfOverload() {
    LatencyCurve slow = new LatencyCurve(Duration.ofMillis(400), Duration.ZERO, 0);
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .maxInFlight(1)
            .profile(SimulatedProvider.OPENAI, ProviderProfile.calm().withLatency(slow));
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      var first = harness.call(SimulatedProvider.OPENAI, "gpt-image-2", "x");
      var second = harness.call(SimulatedProvider.OPENAI, "gpt-image-2", "y");
      List<Integer> statuses =
          List.of(
              SimulatorHarness.await(first).statusCode(),
              SimulatorHarness.await(second).statusCode());
      assertThat(statuses).containsExactlyInAnyOrder(200, 429);
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
    }
  }

  private SimulatorHarness limited(
      SimulatedProvider provider, int perMinute, int burst, double timeScale) {
    return new SimulatorHarness(
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .timeScale(timeScale)
            .nanoTicker(nanos::get)
            .profile(
                provider, ProviderProfile.calm().withRateLimit(new RateLimit(perMinute, burst))));
  }

  private static HttpResponse<Buffer> call(SimulatorHarness harness, SimulatedProvider provider) {
    return SimulatorHarness.await(harness.call(provider, "gpt-image-2", "x"));
  }
}

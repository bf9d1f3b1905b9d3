package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void at_stepOfOneProvider_holdsFromItsFirstMomentToItsLast() throws IOException {
    Scenario scenario = scenario("steps: [{at: 30s, for: 1m, provider: azure, outage: true}]");
    assertThat(scenario.at(seconds(30) - 1, SimulatedProvider.AZURE).outage()).isFalse();
    assertThat(scenario.at(seconds(30), SimulatedProvider.AZURE).outage()).isTrue();
    assertThat(scenario.at(seconds(90) - 1, SimulatedProvider.AZURE).outage()).isTrue();
    assertThat(scenario.at(seconds(90), SimulatedProvider.AZURE).outage()).isFalse();
    assertThat(scenario.at(seconds(30), SimulatedProvider.OPENAI)).isEqualTo(ScenarioState.USUAL);
  }

  @Test
  void at_stepsThatMeet_addUpAndTheLastRatesHold() throws IOException {
    Scenario scenario =
        scenario(
            """
            steps:
              - { at: 0s, latency-factor: 3, faults: { overload: 0.5 }, refuse-key: true }
              - { at: 500ms, provider: all, latency-factor: 2, faults: { slow-body: 0.25 } }
              - { at: 1h, rate-limit: { per-minute: 10, burst: 2 } }
            """);
    ScenarioState first = scenario.at(0, SimulatedProvider.OPENAI);
    assertThat(first.faults()).isEqualTo(rates(Fault.OVERLOAD, 0.5));
    ScenarioState both = scenario.at(seconds(4_000), SimulatedProvider.OPENAI);
    assertThat(both.refuseKey()).isTrue();
    assertThat(both.latencyFactor()).isEqualTo(6);
    ProviderProfile profile = both.over(ProviderProfile.lifelike(SimulatedProvider.OPENAI));
    assertThat(profile.faults()).isEqualTo(rates(Fault.SLOW_BODY, 0.25));
    assertThat(profile.rateLimit()).isEqualTo(new RateLimit(10, 2));
    assertThat(profile.latency())
        .isEqualTo(new LatencyCurve(Duration.ofSeconds(33), Duration.ofSeconds(72), 0.30));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FAL", "WAVESPEED"})
  void outage_inItsTime_is503AndFree(SimulatedProvider provider) throws IOException {
    try (SimulatorHarness harness = playing("steps: [{at: 10s, for: 10s, outage: true}]")) {
      assertThat(call(harness, provider).statusCode()).isEqualTo(200);
      nanos.set(seconds(10));
      assertThat(call(harness, provider).statusCode()).isEqualTo(503);
      nanos.set(seconds(20));
      assertThat(call(harness, provider).statusCode()).isEqualTo(200);
      assertThat(harness.simulator.invoice().total(provider).chargedCalls()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "refuse-key, OPENAI, 401, code, invalid_api_key",
    "refuse-key, AZURE, 401, code, 401",
    "refuse-key, VERCEL, 401, type, authentication_error",
    "quota-exhausted, OPENAI, 429, code, insufficient_quota",
    "quota-exhausted, AZURE, 429, code, 429",
    "quota-exhausted, VERCEL, 402, type, insufficient_funds",
    "blocked, OPENAI, 403, code, unsupported_country_region_territory",
    "blocked, AZURE, 403, code, Forbidden",
    "blocked, VERCEL, 403, type, access_denied",
  })
  void account_inTrouble_isToldInTheProvidersWordsAndFree(
      String trouble, SimulatedProvider provider, int status, String field, String value)
      throws IOException {
    String step = "{at: 0s, provider: " + provider.slug() + ", " + trouble + ": true}";
    try (SimulatorHarness harness = playing("steps: [" + step + "]")) {
      HttpResponse<Buffer> response = call(harness, provider);
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.bodyAsJsonObject().getJsonObject("error").getString(field))
          .isEqualTo(value);
      assertThat(harness.onlyLine().isCharged()).isFalse();
    }
  }

  @Test
  void faults_inTheirTime_replaceTheProfiles() throws IOException {
    try (SimulatorHarness harness = playing("steps: [{at: 1s, faults: {server-error: 1}}]")) {
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      nanos.set(seconds(1));
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(500);
    }
  }

  @Test
  void rateLimit_inItsTime_beginsFullAndEnds() throws IOException {
    String step = "{at: 1s, for: 1s, rate-limit: {per-minute: 1, burst: 2}}";
    try (SimulatorHarness harness = playing("steps: [" + step + "]")) {
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      nanos.set(seconds(1));
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(429);
      nanos.set(seconds(2));
      assertThat(call(harness, SimulatedProvider.OPENAI).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stepz: [] | line 1, stepz: is not a known key; allowed is steps",
        "'' | line 1: is empty; allowed is a group of keys: steps",
        "'{}' | line 1: steps is missing; allowed is a list of steps",
        "steps: 3 | line 1, steps: is 3; allowed is a list",
        "steps: [{outage: true}] | steps[0]: at is missing; allowed is a time such as 30s",
        "steps: [{at: 30s}] | steps[0]: changes nothing; allowed is any of outage, faults,",
        "steps: [{at: soon, outage: true}] | steps[0].at: is soon; allowed is a time such as",
        "steps: [{at: 400d, outage: true}] | steps[0].at: is 400d; allowed is a time such as",
        "steps: [{at: 0s, for: 9, outage: true}] | steps[0].for: is 9; allowed is a time such as",
        "steps: [{at: 0s, outage: maybe}] | steps[0].outage: is maybe; allowed is true or false",
        "steps: [{at: 0s, outages: true}] | steps[0].outages: is not a known key; allowed is at,",
        "steps: [{at: 0s, provider: bing, outage: true}] | is bing; allowed is all, openai, azure",
        "steps: [{at: 0s, faults: {flood: 1}}] | faults.flood: is not a known key; allowed is over",
        "steps: [{at: 0s, faults: {overload: 2}}] | overload: is 2; allowed is a share from 0 to 1",
        "steps: [{at: 0s, faults: {overload: 0.7, no-images: 0.7}}] | no-images makes the sum of",
        "steps: [{at: 0s, faults: 7}] | steps[0].faults: is 7; allowed is a group of keys: overload",
        "steps: [{at: 0s, latency-factor: 0}] | is 0; allowed is a number from 0.01 to 100",
        "steps: [{at: 0s, rate-limit: {burst: 1}}] | rate-limit: per-minute is missing; allowed is",
        "steps: [{at: 0s, rate-limit: {per-minute: x, burst: 1}}] | per-minute: is x; allowed is a",
        "steps: [{at: 0s, at: 1s, outage: true}] | steps[0].at: is given twice",
        "steps: [{at: | is not YAML; look at quotes, colons and indentation",
      })
  void read_mistake_tellsPlaceValueAndWhatIsAllowed(String yaml, String message) {
    assertThatThrownBy(() -> scenario(yaml == null ? "" : yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bad.yaml, line 1")
        .hasMessageContaining(message);
  }

  @Test
  void read_mistakeFurtherDown_tellsItsLine() {
    assertThatThrownBy(() -> scenario("steps:\n  - at: 0s\n    outage: true\n  - at: x\n"))
        .hasMessageStartingWith("bad.yaml, line 4, steps[1]");
  }

  @Test
  void read_fileThatIsNoText_saysSo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("day.yaml");
    Files.write(file, new byte[] {'s', (byte) 0xE4, 'x'});
    assertThatThrownBy(() -> Scenario.read(file)).hasMessage(file + ": is not UTF-8 text");
    Files.write(file, new byte[] {'s', 0, 7, ':'});
    assertThatThrownBy(() -> Scenario.read(file)).isInstanceOf(IllegalArgumentException.class);
    Files.write(file, new byte[2 << 20]);
    assertThatThrownBy(() -> Scenario.read(file)).hasMessageEndingWith("more than 1048576 bytes");
  }

  @Test
  void read_exampleOfTheDocuments_isPlayed() throws IOException {
    Scenario day = Scenario.read(Path.of("..", "docs", "scenarios", "bad-day.yaml"));
    assertThat(day.at(seconds(60), SimulatedProvider.OPENAI).outage()).isTrue();
    assertThat(day.at(seconds(60), SimulatedProvider.AZURE).outage()).isFalse();
  }

  private SimulatorHarness playing(String yaml) throws IOException {
    return new SimulatorHarness(
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .nanoTicker(nanos::get)
            .scenario(scenario(yaml)));
  }

  private static Scenario scenario(String yaml) throws IOException {
    return Scenario.read(new StringReader(yaml), "bad.yaml");
  }

  private static FaultRates rates(Fault fault, double rate) {
    return FaultRates.newBuilder().rate(fault, rate).build();
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }

  private static HttpResponse<Buffer> call(SimulatorHarness harness, SimulatedProvider provider) {
    return SimulatorHarness.await(harness.call(provider, "gpt-image-2", "x"));
  }
}

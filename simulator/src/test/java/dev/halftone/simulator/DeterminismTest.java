package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  private static final int PROMPTS = 6;
  private static final FaultRates ROUGH =
      FaultRates.newBuilder()
          .rate(Fault.OVERLOAD, 0.15)
          .rate(Fault.SERVER_ERROR, 0.15)
          .rate(Fault.CUT_BEFORE_WORK, 0.1)
          .rate(Fault.CUT_AFTER_WORK, 0.1)
          .rate(Fault.REFUSAL, 0.1)
          .build();

  @Test
  void fates_sameSeedOtherOrderAndOtherSpeed_areTheSame() {
    Map<String, String> one = run(7, new Random(1), 100_000);
    Map<String, String> two = run(7, new Random(2), 20_000);
    assertThat(two).isEqualTo(one);
    assertThat(one.values().stream().distinct().count()).as("rough enough").isGreaterThan(3);
  }

  @Test
  void fates_otherSeed_areOthers() {
    assertThat(run(8, new Random(1), 100_000)).isNotEqualTo(run(7, new Random(1), 100_000));
  }

  @Test
  void latencies_manyDraws_followTheCurve() {
    FateDice dice = new FateDice(3, Set.of());
    ProviderProfile profile =
        ProviderProfile.lifelike(SimulatedProvider.OPENAI).withFaults(FaultRates.none());
    double[] seconds = new double[4_000];
    for (int i = 0; i < seconds.length; i++) {
      ImageOrder order = order("prompt " + i);
      seconds[i] = dice.cast(SimulatedProvider.OPENAI, profile, order, 0).nanos() / 1e9;
    }
    Arrays.sort(seconds);
    // 5.5 s + 12 s for each thousand of 7,024 tokens; one sigma above is e^0.3 times that.
    assertThat(seconds[2_000]).isBetween(86.0, 94.0);
    assertThat(seconds[3_365] / seconds[2_000]).isBetween(1.30, 1.40);
  }

  @Test
  void faults_manyDraws_keepTheirRates() {
    FateDice dice = new FateDice(3, Set.of());
    ProviderProfile profile = ProviderProfile.calm().withFaults(ROUGH);
    Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
    for (int i = 0; i < 10_000; i++) {
      Fate fate = dice.cast(SimulatedProvider.AZURE, profile, order("p" + i), i % 3);
      if (fate.fault() != null) {
        seen.merge(fate.fault(), 1, Integer::sum);
      }
    }
    assertThat(seen.get(Fault.REFUSAL)).isBetween(900, 1_100);
    assertThat(seen.get(Fault.OVERLOAD)).isBetween(1_230, 1_470);
    assertThat(seen.get(Fault.SERVER_ERROR)).isBetween(1_230, 1_470);
    assertThat(seen.get(Fault.CUT_BEFORE_WORK)).isBetween(800, 1_000);
    assertThat(seen.get(Fault.CUT_AFTER_WORK)).isBetween(800, 1_000);
  }

  /** Sends every prompt twice to every provider, all at once, and tells what each call became. */
  private static Map<String, String> run(long seed, Random order, double timeScale) {
    SimulatorOptions.Builder options =
        SimulatorOptions.newBuilder()
            .clock(SimulatorHarness.NOVEMBER)
            .seed(seed)
            .timeScale(timeScale);
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      options.profile(
          provider,
          ProviderProfile.lifelike(provider).withFaults(ROUGH).withRateLimit(RateLimit.generous()));
    }
    List<Map.Entry<SimulatedProvider, String>> calls = new ArrayList<>();
    for (SimulatedProvider provider : SimulatorHarness.DIRECT) {
      for (int i = 0; i < PROMPTS; i++) {
        calls.add(Map.entry(provider, "prompt " + i));
      }
    }
    Collections.shuffle(calls, order);
    Map<String, String> outcomes = Collections.synchronizedMap(new TreeMap<>());
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      List<Future<String>> all = new ArrayList<>();
      for (Map.Entry<SimulatedProvider, String> call : calls) {
        SimulatedProvider provider = call.getKey();
        String prompt = call.getValue();
        all.add(
            outcome(harness, provider, prompt)
                .compose(
                    first -> outcome(harness, provider, prompt).map(again -> first + " " + again))
                .onSuccess(both -> outcomes.put(provider + " " + prompt, both)));
      }
      SimulatorHarness.await(Future.all(all));
      long charged = harness.simulator.invoice().chargedNanoUsd();
      outcomes.put("charged", Long.toString(charged));
    }
    return outcomes;
  }

  private static Future<String> outcome(
      SimulatorHarness harness, SimulatedProvider provider, String prompt) {
    return harness
        .call(provider, "gpt-image-2.5-flare", prompt)
        .map(
            response -> {
              int status = response.statusCode();
              return status != 200
                  ? Integer.toString(status)
                  : "200/"
                      + Arrays.hashCode(
                          SimulatorHarness.picture(provider, response.bodyAsJsonObject()));
            })
        .otherwise("cut");
  }

  private static ImageOrder order(String prompt) {
    return new ImageOrder(
        "gpt-image-2",
        SimulatedModel.find("gpt-image-2").orElseThrow(),
        prompt,
        1,
        PixelSize.SQUARE,
        "high",
        PictureFormat.PNG,
        100,
        false,
        List.of());
  }
}

package dev.halftone.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * How one simulated provider behaves. Immutable; does no I/O.
 *
 * @param latency how long its work takes
 * @param rateLimit how much it admits, for each model
 * @param faults how often it misbehaves
 * @param jobsAtOnce jobs worked on at once, 1 to 100,000; more wait in the queue. Only fal and
 *     WaveSpeedAI work by jobs
 */
public record ProviderProfile(
    LatencyCurve latency, RateLimit rateLimit, FaultRates faults, int jobsAtOnce) {
  private static final int MOST_JOBS = 100_000;

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException when the number of jobs is out of range
   */
  public ProviderProfile {
    Objects.requireNonNull(latency, "latency");
    Objects.requireNonNull(rateLimit, "rateLimit");
    Objects.requireNonNull(faults, "faults");
    if (jobsAtOnce < 1 || jobsAtOnce > MOST_JOBS) {
      throw new IllegalArgumentException(
          "jobsAtOnce is " + jobsAtOnce + "; allowed is 1 to 100,000");
    }
  }

  /** A provider whose jobs never wait for each other. */
  public ProviderProfile(LatencyCurve latency, RateLimit rateLimit, FaultRates faults) {
    this(latency, rateLimit, faults, MOST_JOBS);
  }

  /**
   * The shipped character of a provider. Limits follow the published tiers (OpenAI tier 4: 150
   * images a minute; Azure tier 6, Global: 36 requests a minute in windows of 10 s; Vercel and
   * OpenRouter limit nothing themselves, 120 a minute stands for their upstream; fal works on 40
   * jobs at once, the most it gives without a contract, and has no limit per minute; WaveSpeedAI
   * Silver: 500 images a minute, 100 jobs at once). Latencies and fault rates are invented.
   */
  public static ProviderProfile lifelike(SimulatedProvider provider) {
    return switch (provider) {
      case OPENAI ->
          new ProviderProfile(
              new LatencyCurve(Duration.ofMillis(5_500), Duration.ofSeconds(12), 0.30),
              new RateLimit(150, 30),
              lifelikeFaults(0.005));
      case AZURE ->
          new ProviderProfile(
              new LatencyCurve(Duration.ofSeconds(8), Duration.ofMillis(10_500), 0.40),
              new RateLimit(36, 6),
              lifelikeFaults(0.010));
      case VERCEL, OPENROUTER ->
          new ProviderProfile(
              new LatencyCurve(Duration.ofSeconds(7), Duration.ofSeconds(12), 0.35),
              new RateLimit(120, 20),
              lifelikeFaults(0.005));
      case FAL ->
          new ProviderProfile(
              new LatencyCurve(Duration.ofMillis(6_500), Duration.ofMillis(11_500), 0.30),
              RateLimit.generous(),
              lifelikeFaults(0.005),
              40);
      case WAVESPEED ->
          new ProviderProfile(
              new LatencyCurve(Duration.ofSeconds(8), Duration.ofSeconds(12), 0.35),
              new RateLimit(500, 100),
              lifelikeFaults(0.010),
              100);
    };
  }

  private static FaultRates lifelikeFaults(double refusal) {
    return FaultRates.newBuilder()
        .rate(Fault.OVERLOAD, 0.010)
        .rate(Fault.SERVER_ERROR, 0.015)
        .rate(Fault.CUT_BEFORE_WORK, 0.005)
        .rate(Fault.CUT_AFTER_WORK, 0.005)
        .rate(Fault.REFUSAL, refusal)
        .build();
  }

  /** Answers at once, admits everything and never fails. */
  public static ProviderProfile calm() {
    return new ProviderProfile(LatencyCurve.instant(), RateLimit.generous(), FaultRates.none());
  }

  /** The same with another latency. */
  public ProviderProfile withLatency(LatencyCurve other) {
    return new ProviderProfile(other, rateLimit, faults, jobsAtOnce);
  }

  /** The same with another rate limit. */
  public ProviderProfile withRateLimit(RateLimit other) {
    return new ProviderProfile(latency, other, faults, jobsAtOnce);
  }

  /** The same with other fault rates. */
  public ProviderProfile withFaults(FaultRates other) {
    return new ProviderProfile(latency, rateLimit, other, jobsAtOnce);
  }

  /** The same with another number of jobs worked on at once, 1 to 100,000. */
  public ProviderProfile withJobsAtOnce(int other) {
    return new ProviderProfile(latency, rateLimit, faults, other);
  }
}

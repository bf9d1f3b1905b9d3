package dev.halftone.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a {@link Simulator} is to simulate. Immutable and thread-safe; does no I/O.
 *
 * <p>{@link #newBuilder()} starts from lifelike providers in real time, {@link #calm()} from
 * providers that answer at once and never fail.
 */
public final class SimulatorOptions {
  private final long seed;
  private final String apiKey;
  private final double timeScale;
  private final Map<SimulatedProvider, ProviderProfile> profiles;
  private final Scenario scenario;
  private final Map<String, String> azureDeployments;
  private final Set<String> blockedWords;
  private final long vercelCreditNanoUsd;
  private final int maxBodyBytes;
  private final int maxUploadBytes;
  private final int maxInFlight;
  private final int maxInvoiceLines;
  private final int maxFileBytes;
  private final boolean blankPictures;
  private final Consumer<InvoiceLine> onCallEnd;
  private final Duration batchDuration;
  private final InstantSource clock;
  private final LongSupplier nanoTicker;

  private SimulatorOptions(Builder builder) {
    seed = builder.seed;
    apiKey = builder.apiKey;
    timeScale = builder.timeScale;
    profiles = Map.copyOf(builder.profiles);
    scenario = builder.scenario;
    azureDeployments = Map.copyOf(builder.azureDeployments);
    blockedWords = Set.copyOf(builder.blockedWords);
    vercelCreditNanoUsd = builder.vercelCreditNanoUsd;
    maxBodyBytes = builder.maxBodyBytes;
    maxUploadBytes = builder.maxUploadBytes;
    maxInFlight = builder.maxInFlight;
    maxInvoiceLines = builder.maxInvoiceLines;
    maxFileBytes = builder.maxFileBytes;
    blankPictures = builder.blankPictures;
    onCallEnd = builder.onCallEnd;
    batchDuration = builder.batchDuration;
    clock = builder.clock;
    nanoTicker = builder.nanoTicker;
  }

  /** Lifelike providers in real time, seed 1, key {@code simulator-key}. */
  public static Builder newBuilder() {
    return new Builder();
  }

  /** Providers that answer at once, admit everything and fail only when the request is wrong. */
  public static Builder calm() {
    Builder builder = new Builder();
    for (SimulatedProvider provider : SimulatedProvider.values()) {
      builder.profile(provider, ProviderProfile.calm());
    }
    return builder;
  }

  long seed() {
    return seed;
  }

  String apiKey() {
    return apiKey;
  }

  double timeScale() {
    return timeScale;
  }

  ProviderProfile profile(SimulatedProvider provider) {
    return Objects.requireNonNull(profiles.get(provider));
  }

  Scenario scenario() {
    return scenario;
  }

  Map<String, String> azureDeployments() {
    return azureDeployments;
  }

  Set<String> blockedWords() {
    return blockedWords;
  }

  long vercelCreditNanoUsd() {
    return vercelCreditNanoUsd;
  }

  int maxBodyBytes() {
    return maxBodyBytes;
  }

  int maxUploadBytes() {
    return maxUploadBytes;
  }

  Duration batchDuration() {
    return batchDuration;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  boolean blankPictures() {
    return blankPictures;
  }

  int maxInvoiceLines() {
    return maxInvoiceLines;
  }

  int maxFileBytes() {
    return maxFileBytes;
  }

  Consumer<InvoiceLine> onCallEnd() {
    return onCallEnd;
  }

  InstantSource clock() {
    return clock;
  }

  LongSupplier nanoTicker() {
    return nanoTicker;
  }

  /** Collects options; each setter refuses a value out of range at once. Not thread-safe. */
  public static final class Builder {
    private long seed = 1;
    private String apiKey = "simulator-key";
    private double timeScale = 1;
    private final Map<SimulatedProvider, ProviderProfile> profiles =
        new EnumMap<>(SimulatedProvider.class);
    private Scenario scenario = Scenario.none();
    private Map<String, String> azureDeployments = Map.of();
    private Set<String> blockedWords = Set.of("gore", "bloodbath", "beheading");
    private long vercelCreditNanoUsd = 1_000_000_000_000L;
    private int maxBodyBytes = 1 << 20;
    private int maxUploadBytes = 64 << 20;
    private Duration batchDuration = Duration.ofMinutes(10);
    private int maxInFlight = 2_000;
    private int maxInvoiceLines = 100_000;
    private int maxFileBytes = 1 << 28;
    private boolean blankPictures;
    private Consumer<InvoiceLine> onCallEnd = line -> {};
    private InstantSource clock = InstantSource.system();
    private LongSupplier nanoTicker = System::nanoTime;

    private Builder() {
      for (SimulatedProvider provider : SimulatedProvider.values()) {
        profiles.put(provider, ProviderProfile.lifelike(provider));
      }
    }

    /** Everything that looks like chance follows from this number. Default 1. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** The one key every provider accepts, not blank. Default {@code simulator-key}. */
    public Builder apiKey(String apiKey) {
      if (apiKey.isBlank()) {
        throw new IllegalArgumentException("apiKey is blank");
      }
      this.apiKey = apiKey;
      return this;
    }

    /**
     * Simulated seconds that pass in one real second, above 0 up to 100,000. Default 1. At 40 a
     * picture that takes 40 s arrives after 1 s, and every delay a provider asks for is shortened
     * alike, so that a client that obeys it is admitted.
     */
    public Builder timeScale(double timeScale) {
      if (!(timeScale > 0 && timeScale <= 100_000)) {
        throw new IllegalArgumentException(
            "timeScale is " + timeScale + "; allowed is above 0 up to 100,000");
      }
      this.timeScale = timeScale;
      return this;
    }

    /** How a provider behaves. Default {@link ProviderProfile#lifelike}. */
    public Builder profile(SimulatedProvider provider, ProviderProfile profile) {
      profiles.put(
          Objects.requireNonNull(provider, "provider"), Objects.requireNonNull(profile, "profile"));
      return this;
    }

    /**
     * Azure deployments, name to model. Default: empty, which means that every model Azure offers
     * is deployed under its own name.
     */
    public Builder azureDeployments(Map<String, String> azureDeployments) {
      azureDeployments.forEach(
          (deployment, model) -> {
            if (SimulatedModel.find(model).isEmpty()) {
              throw new IllegalArgumentException(
                  "azureDeployments."
                      + deployment
                      + " is "
                      + model
                      + "; allowed is "
                      + SimulatedModel.ids());
            }
          });
      this.azureDeployments = azureDeployments;
      return this;
    }

    /** What happens when, over and above the profiles. Default {@link Scenario#none()}. */
    public Builder scenario(Scenario scenario) {
      this.scenario = Objects.requireNonNull(scenario, "scenario");
      return this;
    }

    /** Prompts that hold one of these words, in any case, are refused by all providers. */
    public Builder blockedWords(Set<String> blockedWords) {
      this.blockedWords = blockedWords;
      return this;
    }

    /** Prepaid credit at Vercel in nano-US-dollars, 0 or more; then 402. Default 1,000 dollars. */
    public Builder vercelCreditNanoUsd(long vercelCreditNanoUsd) {
      if (vercelCreditNanoUsd < 0) {
        throw new IllegalArgumentException(
            "vercelCreditNanoUsd is " + vercelCreditNanoUsd + "; allowed is 0 or more");
      }
      this.vercelCreditNanoUsd = vercelCreditNanoUsd;
      return this;
    }

    /**
     * Longest body read where no pictures are sent along, 1 KiB to 64 MiB; a longer one gets 413.
     * Default 1 MiB.
     */
    public Builder maxBodyBytes(int maxBodyBytes) {
      this.maxBodyBytes = inRange("maxBodyBytes", maxBodyBytes, 1 << 10, 1 << 26);
      return this;
    }

    /**
     * Longest body read where pictures or files are sent along, 1 KiB to 1 GiB; a longer one gets
     * 413. Kept in memory while it is read. Default 64 MiB.
     */
    public Builder maxUploadBytes(int maxUploadBytes) {
      this.maxUploadBytes = inRange("maxUploadBytes", maxUploadBytes, 1 << 10, 1 << 30);
      return this;
    }

    /** Calls worked on at once, 1 to 100,000; one more is told of overload. Default 2,000. */
    public Builder maxInFlight(int maxInFlight) {
      this.maxInFlight = inRange("maxInFlight", maxInFlight, 1, 100_000);
      return this;
    }

    /** Latest invoice lines kept, 1 to 10,000,000; totals stay exact. Default 100,000. */
    public Builder maxInvoiceLines(int maxInvoiceLines) {
      this.maxInvoiceLines = inRange("maxInvoiceLines", maxInvoiceLines, 1, 10_000_000);
      return this;
    }

    /**
     * Bytes of output files kept to be fetched, 1 MiB to 1 GiB; the oldest go first, and are 404
     * from then on. Default 256 MiB.
     */
    public Builder maxFileBytes(int maxFileBytes) {
      this.maxFileBytes = inRange("maxFileBytes", maxFileBytes, 1 << 20, 1 << 30);
      return this;
    }

    /**
     * Whether pictures are of one colour, small and drawn once, for runs of very many calls. Size,
     * format, tokens and bill stay the same. Default false.
     */
    public Builder blankPictures(boolean blankPictures) {
      this.blankPictures = blankPictures;
      return this;
    }

    /**
     * Told of every call for images when it has ended, in order, on the server's event loop; so it
     * must be quick. What it throws is logged once and changes nothing.
     */
    public Builder onCallEnd(Consumer<InvoiceLine> onCallEnd) {
      this.onCallEnd = Objects.requireNonNull(onCallEnd, "onCallEnd");
      return this;
    }

    /**
     * Simulated time a batch takes, 0 to 7 days. Default 10 minutes. Above 24 hours its later lines
     * expire, unserved and not charged.
     */
    public Builder batchDuration(Duration batchDuration) {
      if (batchDuration.isNegative() || batchDuration.compareTo(Duration.ofDays(7)) > 0) {
        throw new IllegalArgumentException(
            "batchDuration is " + batchDuration + "; allowed is PT0S to PT168H");
      }
      this.batchDuration = batchDuration;
      return this;
    }

    /** What day it is: decides which models are shut down. Default: the system's clock. */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /** Monotonic real nanoseconds that fill the rate limits. Default {@link System#nanoTime}. */
    public Builder nanoTicker(LongSupplier nanoTicker) {
      this.nanoTicker = Objects.requireNonNull(nanoTicker, "nanoTicker");
      return this;
    }

    /** The options collected so far. */
    public SimulatorOptions build() {
      return new SimulatorOptions(this);
    }

    private static int inRange(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + " is " + value + "; allowed is " + least + " to " + most);
      }
      return value;
    }
  }
}

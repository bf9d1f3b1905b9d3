package dev.halftone.provider;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How to reach fal, through its queue or directly. Immutable and thread-safe. */
public final class FalOptions {
  /** Hosts that its results were seen at, and what they have in common; read 2026-11. */
  private static final Set<String> DOCUMENTED_HOSTS = Set.of("v3.fal.media", "*.fal.media");

  private final CommonOptions common;
  private final boolean direct;
  private final boolean fallback;
  private final @Nullable Duration startTimeout;

  private FalOptions(Builder builder, CommonOptions common) {
    this.common = common;
    direct = builder.direct;
    fallback = builder.fallback;
    startTimeout = builder.startTimeout;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  boolean direct() {
    return direct;
  }

  boolean fallback() {
    return fallback;
  }

  @Nullable Duration startTimeout() {
    return startTimeout;
  }

  @Override
  public String toString() {
    return "FalOptions[%s, direct=%s, fallback=%s, startTimeout=%s]"
        .formatted(common, direct, fallback, startTimeout);
  }

  /** Collects the options; key and models are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private static final Duration MOST_START = Duration.ofHours(1);

    private boolean direct;
    private String runUrl = "https://fal.run";
    private boolean fallback;
    private @Nullable Duration startTimeout;

    private Builder() {
      super("fal", "https://queue.fal.run", DOCUMENTED_HOSTS);
    }

    /** The address of the queue: {@code https://queue.fal.run}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** The address of direct calls: {@code https://fal.run}. */
    public Builder runUrl(String runUrl) {
      this.runUrl = checkUrl("run URL", runUrl);
      return this;
    }

    /** The models it may serve, as the catalogue calls them: {@code gpt-image-2}. */
    public Builder models(Set<String> models) {
      return setModels(models);
    }

    /**
     * Waits for the image in one exchange instead of going through the queue; false if not set. A
     * connection that breaks then loses an image that was paid for, and a busy account is refused
     * instead of queued.
     */
    public Builder direct(boolean direct) {
      this.direct = direct;
      return this;
    }

    /** Whether fal may hand the call to another endpoint, with another price; false if not set. */
    public Builder fallback(boolean fallback) {
      this.fallback = fallback;
      return this;
    }

    /**
     * How long a call may wait before work on it starts, 2 seconds to an hour; fal then gives it up
     * unbilled. No limit but that of the call if not set.
     */
    public Builder startTimeout(Duration timeout) {
      if (timeout.toSeconds() < 2 || timeout.compareTo(MOST_START) > 0) {
        throw new IllegalArgumentException(
            "start timeout %s is not 2 seconds to an hour".formatted(timeout));
      }
      startTimeout = timeout;
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public FalOptions build() {
      if (direct) {
        // Whatever asks for the provider's own address means the one that calls go to.
        setBaseUrl("run URL", runUrl);
      }
      return new FalOptions(this, common("models"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

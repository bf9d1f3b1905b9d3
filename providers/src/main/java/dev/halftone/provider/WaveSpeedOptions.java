package dev.halftone.provider;

import java.util.Set;

/** How to reach WaveSpeedAI. Immutable and thread-safe. */
public final class WaveSpeedOptions {
  /**
   * The host of its documents, its own others, and those of CloudFront, where third parties saw
   * results (read 2026-11). Anybody can rent a CloudFront name, but only WaveSpeedAI's answer can
   * name it here, no key is sent to it, and a paid image would be lost without it.
   */
  private static final Set<String> DOCUMENTED_HOSTS =
      Set.of("cdn.wavespeed.ai", "*.wavespeed.ai", "*.cloudfront.net");

  private final CommonOptions common;
  private final boolean syncMode;
  private final boolean base64Output;

  private WaveSpeedOptions(Builder builder, CommonOptions common) {
    this.common = common;
    syncMode = builder.syncMode;
    base64Output = builder.base64Output;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  boolean syncMode() {
    return syncMode;
  }

  boolean base64Output() {
    return base64Output;
  }

  @Override
  public String toString() {
    return "WaveSpeedOptions[%s, syncMode=%s, base64Output=%s]"
        .formatted(common, syncMode, base64Output);
  }

  /** Collects the options; key and models are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private boolean syncMode;
    private boolean base64Output;

    private Builder() {
      super("wavespeed", "https://api.wavespeed.ai", DOCUMENTED_HOSTS);
    }

    /** The address without its path: {@code https://api.wavespeed.ai}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** The models it may serve, as the catalogue calls them: {@code gpt-image-2}. */
    public Builder models(Set<String> models) {
      return setModels(models);
    }

    /**
     * Lets the server wait for the image, about 90 seconds, before it answers; false if not set. It
     * may answer a bare 504 instead while the job goes on, and then nobody knows the bill.
     */
    public Builder syncMode(boolean syncMode) {
      this.syncMode = syncMode;
      return this;
    }

    /** Takes images in the answer itself instead of fetching them; false if not set. */
    public Builder base64Output(boolean base64Output) {
      this.base64Output = base64Output;
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public WaveSpeedOptions build() {
      return new WaveSpeedOptions(this, common("models"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

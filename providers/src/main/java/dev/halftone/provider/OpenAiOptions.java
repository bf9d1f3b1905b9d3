package dev.halftone.provider;

import java.util.Set;

/** How to reach OpenAI, or anything that speaks its Images API. Immutable and thread-safe. */
public final class OpenAiOptions {
  private final CommonOptions common;

  private OpenAiOptions(CommonOptions common) {
    this.common = common;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  @Override
  public String toString() {
    return "OpenAiOptions[%s]".formatted(common);
  }

  /** Collects the options; key and models are required. */
  public static final class Builder extends CommonOptions.Builder<Builder> {
    private Builder() {
      super("openai", "https://api.openai.com/v1");
    }

    /** The address up to and including the version: {@code https://api.openai.com/v1}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** The models it may serve, as the catalogue and OpenAI call them. */
    public Builder models(Set<String> models) {
      return setModels(models);
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public OpenAiOptions build() {
      return new OpenAiOptions(common("models"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

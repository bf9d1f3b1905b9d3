package dev.halftone.provider;

import java.util.Set;

/** How to reach OpenAI, or anything that speaks its Images API. Immutable and thread-safe. */
public final class OpenAiOptions {
  private final CommonOptions common;
  private final boolean jsonEdits;

  private OpenAiOptions(Builder builder, CommonOptions common) {
    this.common = common;
    jsonEdits = builder.jsonEdits;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  boolean jsonEdits() {
    return jsonEdits;
  }

  @Override
  public String toString() {
    return "OpenAiOptions[%s, jsonEdits=%s]".formatted(common, jsonEdits);
  }

  /** Collects the options; key and models are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private boolean jsonEdits;

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
     * Whether edits go as JSON with data URLs, for a host that takes no forms; forms if not set.
     * JSON is a third larger, and takes images of up to 15 MB instead of 50.
     */
    public Builder jsonEdits(boolean json) {
      jsonEdits = json;
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public OpenAiOptions build() {
      return new OpenAiOptions(this, common("models"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

package dev.halftone.provider;

import java.util.Set;
import java.util.regex.Pattern;

/** How to reach OpenAI's Responses API and who plans there. Immutable and thread-safe. */
public final class OpenAiResponsesOptions {
  private final CommonOptions common;
  private final String textModel;

  private OpenAiResponsesOptions(Builder builder, CommonOptions common) {
    this.common = common;
    textModel = builder.textModel;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  String textModel() {
    return textModel;
  }

  @Override
  public String toString() {
    return "OpenAiResponsesOptions[%s, textModel=%s]".formatted(common, textModel);
  }

  /** Collects the options; key and models are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private static final Pattern TEXT_MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");

    /** The one whose rates the shipped catalogue declares for this price list. */
    private String textModel = "gpt-5.4-mini";

    private Builder() {
      super("openai-responses", "https://api.openai.com/v1");
    }

    /** The address up to and including the version: {@code https://api.openai.com/v1}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** The image models it may serve, as the catalogue and OpenAI call them. */
    public Builder models(Set<String> models) {
      return setModels(models);
    }

    /**
     * The text model that plans and calls the image tool; gpt-5.4-mini if not set. Quotes and bills
     * use the rates that the catalogue declares, so another model needs a catalogue that says so.
     */
    public Builder textModel(String model) {
      textModel = matching("text model", model, TEXT_MODEL);
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public OpenAiResponsesOptions build() {
      return new OpenAiResponsesOptions(this, common("models"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

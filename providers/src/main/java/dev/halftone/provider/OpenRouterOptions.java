package dev.halftone.provider;

import java.util.Set;
import java.util.regex.Pattern;

/** How to reach OpenRouter. Immutable and thread-safe. */
public final class OpenRouterOptions {
  private final CommonOptions common;
  private final String priceList;

  private OpenRouterOptions(CommonOptions common, String priceList) {
    this.common = common;
    this.priceList = priceList;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  String priceList() {
    return priceList;
  }

  @Override
  public String toString() {
    return "OpenRouterOptions[%s, priceList=%s]".formatted(common, priceList);
  }

  // tag::options[]
  /** Collects the options; key and models are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private static final Pattern PRICE_LIST = Pattern.compile("[a-z0-9-]{1,64}");

    private String priceList = "openai";

    private Builder() {
      super("openrouter", "https://openrouter.ai/api/v1");
    }

    /** The address up to and including the version: {@code https://openrouter.ai/api/v1}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** The models it may serve, as the catalogue calls them, without {@code openai/}. */
    public Builder models(Set<String> models) {
      return setModels(models);
    }

    /**
     * The price list that calls are quoted by; {@code openai} if not set, whose rate of 30 dollars
     * per million image tokens is OpenRouter's too (read 2026-09). What it reports beats quotes.
     */
    public Builder priceList(String name) {
      priceList = matching("price list", name, PRICE_LIST);
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public OpenRouterOptions build() {
      return new OpenRouterOptions(common("models"), priceList);
    }

    @Override
    Builder self() {
      return this;
    }
  }
  // end::options[]
}

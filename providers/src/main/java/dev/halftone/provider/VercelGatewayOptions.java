package dev.halftone.provider;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** How to reach Vercel AI Gateway. Immutable and thread-safe. */
public final class VercelGatewayOptions {
  private final CommonOptions common;
  private final List<String> onlyProviders;
  private final VercelApi api;

  private VercelGatewayOptions(Builder builder, CommonOptions common) {
    this.common = common;
    onlyProviders = builder.onlyProviders;
    api = builder.api;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  List<String> onlyProviders() {
    return onlyProviders;
  }

  VercelApi api() {
    return api;
  }

  @Override
  public String toString() {
    return "VercelGatewayOptions[%s, api=%s, onlyProviders=%s]"
        .formatted(common, api, onlyProviders);
  }

  /** Collects the options; key and models are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{1,64}");

    private List<String> onlyProviders = List.of();
    private VercelApi api = VercelApi.NATIVE;

    private Builder() {
      super("vercel-ai-gateway", "https://ai-gateway.vercel.sh");
    }

    /** The origin: {@code https://ai-gateway.vercel.sh}. */
    public Builder baseUrl(String baseUrl) {
      return setBaseUrl("base URL", baseUrl);
    }

    /** The models it may serve, as the catalogue calls them, without {@code openai/}. */
    public Builder models(Set<String> models) {
      return setModels(models);
    }

    /**
     * The providers behind the gateway that may serve a call, such as {@code openai}; it fails
     * rather than fall back to another. Empty, the start value, leaves the choice to the gateway.
     */
    public Builder onlyProviders(List<String> providers) {
      providers.forEach(provider -> matching("provider", provider, PROVIDER));
      onlyProviders = List.copyOf(providers);
      return this;
    }

    /** The surface to use; {@link VercelApi#NATIVE} if not set. */
    public Builder api(VercelApi api) {
      this.api = Objects.requireNonNull(api);
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if the key or the models are missing
     */
    public VercelGatewayOptions build() {
      return new VercelGatewayOptions(this, common("models"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

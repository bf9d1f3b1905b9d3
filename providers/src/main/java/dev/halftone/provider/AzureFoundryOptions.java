package dev.halftone.provider;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How to reach one Azure AI Foundry resource. Immutable and thread-safe. */
public final class AzureFoundryOptions {
  private final CommonOptions common;
  private final Map<String, String> deployments;
  private final AzureApi api;
  private final @Nullable String apiVersion;
  private final @Nullable TokenSource tokens;

  private AzureFoundryOptions(Builder builder, CommonOptions common) {
    this.common = common;
    deployments = builder.deployments;
    api = builder.api;
    tokens = builder.tokens;
    // The version the documents show for image models, read 2026-03.
    apiVersion =
        builder.apiVersion == null && api == AzureApi.DEPLOYMENTS
            ? "2025-04-01-preview"
            : builder.apiVersion;
  }

  public static Builder builder() {
    return new Builder();
  }

  CommonOptions common() {
    return common;
  }

  /** Where the tokens come from that take the place of the key; null if there is a key. */
  @Nullable TokenSource tokens() {
    return tokens;
  }

  String deployment(String model) {
    return Objects.requireNonNull(deployments.get(model));
  }

  /**
   * The address of an operation.
   *
   * @param operation {@code generations} or {@code edits}
   */
  String url(String deployment, String operation) {
    String path =
        api == AzureApi.V1
            ? "/openai/v1/images/"
            : "/openai/deployments/" + deployment + "/images/";
    return common.baseUrl()
        + path
        + operation
        + (apiVersion == null ? "" : "?api-version=" + apiVersion);
  }

  @Override
  public String toString() {
    return "AzureFoundryOptions[%s, deployments=%s, api=%s, apiVersion=%s]"
        .formatted(common, deployments, api, apiVersion);
  }

  /** Collects the options; endpoint, deployments and either key or tokens are required. */
  public static final class Builder extends OptionsBuilder<Builder> {
    private static final Pattern DEPLOYMENT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern VERSION =
        Pattern.compile("v1|preview|\\d{4}-\\d{2}-\\d{2}(-preview)?");

    private Map<String, String> deployments = Map.of();
    private AzureApi api = AzureApi.V1;
    private @Nullable String apiVersion;
    private @Nullable TokenSource tokens;

    private Builder() {
      super("azure-foundry", "");
    }

    /**
     * The resource: {@code https://NAME.openai.azure.com}, {@code
     * https://NAME.services.ai.azure.com} or a project below it; without {@code /openai}.
     */
    public Builder endpoint(String endpoint) {
      if (endpoint.contains("/openai")) {
        throw new IllegalArgumentException(
            "endpoint must end before /openai; the rest of the path follows from api");
      }
      return setBaseUrl("endpoint", endpoint);
    }

    /** The name of the deployment for each model it serves. */
    public Builder deployments(Map<String, String> deploymentByModel) {
      deploymentByModel.values().forEach(name -> matching("deployment", name, DEPLOYMENT));
      deployments = Map.copyOf(deploymentByModel);
      return setModels(deployments.keySet());
    }

    /** Sends Entra tokens of this source, as {@code Authorization: Bearer}, instead of a key. */
    public Builder tokens(TokenSource tokens) {
      this.tokens = Objects.requireNonNull(tokens);
      return this;
    }

    /** The form of the address; {@link AzureApi#V1} if not set. */
    public Builder api(AzureApi api) {
      this.api = Objects.requireNonNull(api);
      return this;
    }

    /**
     * The api-version sent: {@code v1}, {@code preview} or a date such as {@code
     * 2025-04-01-preview}. If null, none is sent to {@link AzureApi#V1}, and 2025-04-01-preview to
     * {@link AzureApi#DEPLOYMENTS}.
     */
    public Builder apiVersion(@Nullable String apiVersion) {
      this.apiVersion = apiVersion == null ? null : matching("api-version", apiVersion, VERSION);
      return this;
    }

    /**
     * Makes the options.
     *
     * @throws IllegalStateException if something required is missing, or there are both a key and
     *     tokens
     */
    public AzureFoundryOptions build() {
      if (tokens != null) {
        keyFromElsewhere("tokens");
      }
      return new AzureFoundryOptions(this, common("deployments"));
    }

    @Override
    Builder self() {
      return this;
    }
  }
}

package dev.halftone.provider;

import java.util.Locale;

/** The two forms of address under which Azure serves the Images API. */
public enum AzureApi {
  /** {@code /openai/v1/images/...}, the deployment named in the body; needs no api-version. */
  V1,
  /** {@code /openai/deployments/NAME/images/...}; needs a dated api-version. */
  DEPLOYMENTS;

  /**
   * Reads a form in any case.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static AzureApi parse(String text) {
    for (AzureApi api : values()) {
      if (api.name().equalsIgnoreCase(text)) {
        return api;
      }
    }
    throw new IllegalArgumentException("api '%s' is not one of v1, deployments".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

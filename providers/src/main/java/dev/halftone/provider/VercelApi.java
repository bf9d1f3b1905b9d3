package dev.halftone.provider;

import java.util.Locale;

/** The two surfaces through which Vercel AI Gateway makes images. */
public enum VercelApi {
  /** {@code /v4/ai/image-model}, which its own client uses; takes references and a mask. */
  NATIVE,
  /** {@code /v1/images/generations} and {@code /v1/images/edits}; takes references, no mask. */
  OPENAI_COMPATIBLE;

  /**
   * Reads a surface in any case, with a dash or an underscore.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static VercelApi parse(String text) {
    for (VercelApi api : values()) {
      if (api.name().equalsIgnoreCase(text.replace('-', '_'))) {
        return api;
      }
    }
    throw new IllegalArgumentException(
        "api '%s' is not one of native, openai-compatible".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

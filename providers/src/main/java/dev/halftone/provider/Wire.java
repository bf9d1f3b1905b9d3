package dev.halftone.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halftone.image.ProviderAnswer;
import dev.halftone.image.ProviderCall;
import org.jspecify.annotations.Nullable;

/** How one provider words requests and answers. Pure. */
interface Wire {
  HttpPost post(ProviderCall call);

  /**
   * Reads a success.
   *
   * @return null if there is no usable image in it
   */
  @Nullable ProviderAnswer answer(JsonNode root, ImageBody body, @Nullable String requestId);
}

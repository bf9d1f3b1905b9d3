package dev.halftone.image;

import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider gave for one call that succeeded.
 *
 * @param images at least one
 * @param usage the tokens the provider says it billed, or null if it does not say
 * @param billed the money the provider says it billed, or null; it beats our arithmetic
 * @param requestId the provider's id of this call, or null; quote it to their support
 */
public record ProviderAnswer(
    List<GeneratedImage> images,
    @Nullable Usage usage,
    @Nullable Usd billed,
    @Nullable String requestId) {
  public ProviderAnswer {
    images = List.copyOf(images);
    if (images.isEmpty()) {
      throw new IllegalArgumentException("an answer without images is a failure");
    }
  }
}

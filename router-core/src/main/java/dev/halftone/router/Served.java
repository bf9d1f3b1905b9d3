package dev.halftone.router;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.image.GeneratedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images for a request, found or bought.
 *
 * @param dropped parameters that were lost in making them, as far as known
 * @param bought the purchase, or null if this request pays nothing for them
 */
record Served(
    List<GeneratedImage> images,
    String provider,
    String model,
    Quality quality,
    ImageSize size,
    List<String> dropped,
    @Nullable Bought bought) {

  static Served of(Bought bought) {
    Candidate candidate = bought.candidate();
    return new Served(
        bought.images(),
        candidate.route().provider(),
        candidate.model(),
        candidate.quality(),
        candidate.size(),
        bought.dropped(),
        bought);
  }

  Served withoutPaying() {
    return new Served(images, provider, model, quality, size, dropped, null);
  }
}

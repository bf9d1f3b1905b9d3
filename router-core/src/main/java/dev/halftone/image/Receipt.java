package dev.halftone.image;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was bought, where, and for how much.
 *
 * @param decisionId the id of the decision record that explains it
 * @param provider who made the images; of several, the first of them
 * @param model what made them; of several, the first of them
 * @param quality at which quality; of several, the first of them
 * @param size the size that was ordered; of several, of the first. Smaller than asked only where
 *     the request allows that
 * @param cost what was charged for these images; zero for a hit or a joined request
 * @param estimate what was expected before the calls; zero likewise
 * @param suspended money of failed attempts of this request that may yet turn out to be charged
 * @param usage the tokens billed for all images, if every call said so
 * @param attempts calls made, 0 for a hit
 * @param stepsDown rungs of the ladder below the first that could have served it; of several
 *     images, the most
 * @param cache what the cache had to do with it
 * @param dropped parameters the route could not honour, or the provider says it did not; not known
 *     of images from the cache
 * @param asked what the request said of model, tier, quality and size, to compare
 * @param latencyNanos from the call of {@code generate} to the result
 */
public record Receipt(
    String decisionId,
    String provider,
    String model,
    Quality quality,
    ImageSize size,
    Usd cost,
    Usd estimate,
    Usd suspended,
    @Nullable Usage usage,
    int attempts,
    int stepsDown,
    CacheOutcome cache,
    List<String> dropped,
    Asked asked,
    long latencyNanos) {
  public Receipt {
    dropped = List.copyOf(dropped);
  }

  /** Whether it is less than what could have served the request best. */
  public boolean steppedDown() {
    return stepsDown > 0;
  }

  /** What a request said of how good the image must be; null where it left the choice. */
  public record Asked(
      @Nullable String model, @Nullable Tier tier, @Nullable Quality quality, ImageSize size) {
    public static Asked of(ImageRequest request) {
      return new Asked(request.model(), request.tier(), request.quality(), request.size());
    }
  }
}

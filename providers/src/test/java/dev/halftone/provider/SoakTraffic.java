package dev.halftone.provider;

import dev.halftone.cost.ImageSize;
import dev.halftone.cost.Quality;
import dev.halftone.image.ImageRequest;
import dev.halftone.image.InputImage;
import dev.halftone.image.OutputFormat;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Requests of every kind, drawn from a seed: generations, edits, streams, one to four images. */
final class SoakTraffic {
  private static final List<ImageSize> SIZES =
      List.of(new ImageSize(1024, 1024), new ImageSize(1536, 1024), new ImageSize(1024, 1536));
  private static final List<Quality> QUALITIES = List.of(Quality.LOW, Quality.MEDIUM);

  private final SplittableRandom lot;
  private final List<String> providers;
  private final InputImage reference = TestImages.png(64, 64, 400, 1);

  SoakTraffic(long seed, List<String> providers) {
    lot = new SplittableRandom(seed);
    this.providers = providers;
  }

  /** The next request; each has a prompt of its own, so that each meets a fate of its own. */
  ImageRequest next(int number) {
    ImageRequest.Builder request =
        ImageRequest.builder("request " + number)
            .model("gpt-image-2")
            .size(SIZES.get(lot.nextInt(SIZES.size())))
            .quality(QUALITIES.get(lot.nextInt(QUALITIES.size())))
            .outputFormat(lot.nextInt(4) == 0 ? OutputFormat.JPEG : OutputFormat.PNG)
            .n(lot.nextInt(5) == 0 ? 2 + lot.nextInt(3) : 1)
            .cached(false);
    if (lot.nextInt(5) == 0) {
      request.inputImages(Collections.nCopies(1 + lot.nextInt(2), reference));
    }
    if (lot.nextInt(6) == 0) {
      request.partialImages(1 + lot.nextInt(2));
    }
    // Most requests name their provider, so that a cheap one does not serve them all.
    if (lot.nextInt(8) != 0) {
      request.providers(Set.of(providers.get(lot.nextInt(providers.size()))));
    }
    return request.build();
  }
}

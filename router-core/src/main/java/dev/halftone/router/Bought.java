package dev.halftone.router;

import dev.halftone.cost.Usage;
import dev.halftone.cost.Usd;
import dev.halftone.image.GeneratedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images that were bought: what came, from where, for how much.
 *
 * @param images in the order of the calls; fewer than asked for where the rest could not be bought
 * @param candidate what made the first of them
 * @param alike whether one model made all of them at one quality and size
 * @param charged for all of them
 * @param expected what the calls that made them were expected to cost
 * @param usage the tokens of all of them; null if a call did not say
 * @param stepsDown rungs below the first that could have served it, of the lowest image
 * @param dropped parameters that a call lost, by declaration or by the provider's word, each once
 */
record Bought(
    List<GeneratedImage> images,
    Candidate candidate,
    boolean alike,
    Usd charged,
    Usd expected,
    @Nullable Usage usage,
    int stepsDown,
    List<String> dropped) {
  Bought {
    dropped = List.copyOf(dropped);
    images = List.copyOf(images);
  }
}

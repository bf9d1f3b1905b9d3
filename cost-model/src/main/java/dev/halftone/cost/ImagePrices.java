package dev.halftone.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one image costs where a provider bills by the image: a grid of qualities and sizes. A cell
 * that is not known is missing, never zero, and needing it is an error. Immutable and thread-safe.
 *
 * <p>A size of {@link ImageSize#AUTO} as a column stands for every size that has none of its own. A
 * row for {@link Quality#AUTO} is the provider's own price for leaving the quality to it.
 */
public final class ImagePrices {
  private final Map<Quality, Map<ImageSize, Usd>> cells;
  private final @Nullable Usd inputImage;

  ImagePrices(Map<Quality, Map<ImageSize, Usd>> cells, @Nullable Usd inputImage) {
    Map<Quality, Map<ImageSize, Usd>> copy = new EnumMap<>(Quality.class);
    cells.forEach((quality, row) -> copy.put(quality, Map.copyOf(row)));
    this.cells = Collections.unmodifiableMap(copy);
    this.inputImage = inputImage;
  }

  /** US dollars by quality and size; the size auto stands for every other. */
  public Map<Quality, Map<ImageSize, Usd>> cells() {
    return cells;
  }

  /** US dollars that each reference image adds to each image made; null if none is known. */
  public @Nullable Usd inputImage() {
    return inputImage;
  }

  /** The price of one image of a quality and a size of the grid; null if it is not known. */
  public @Nullable Usd price(Quality quality, ImageSize size) {
    Map<ImageSize, Usd> row = cells.get(quality);
    if (row == null) {
      return null;
    }
    Usd own = row.get(size);
    return own != null || size.isAuto() ? own : row.get(ImageSize.AUTO);
  }

  /** The cheapest price that the spec leaves possible; null if any possible one is not known. */
  @Nullable Usd least(ImageSpec spec, ModelCard card) {
    return extreme(spec, card, -1);
  }

  /** The dearest price that the spec leaves possible; null if any possible one is not known. */
  @Nullable Usd most(ImageSpec spec, ModelCard card) {
    return extreme(spec, card, 1);
  }

  private @Nullable Usd extreme(ImageSpec spec, ModelCard card, int sign) {
    if (spec.quality() != Quality.AUTO || cells.containsKey(Quality.AUTO)) {
      return extreme(spec.quality(), spec.size(), card.sizes(), sign);
    }
    Usd best = null;
    for (Quality quality : card.qualities()) {
      Usd one = extreme(quality, spec.size(), card.sizes(), sign);
      if (one == null) {
        return null;
      }
      best = best == null ? one : further(best, one, sign);
    }
    return best;
  }

  private @Nullable Usd extreme(Quality quality, ImageSize size, SizeRule sizes, int sign) {
    Map<ImageSize, Usd> row = cells.get(quality);
    if (row == null || !size.isAuto()) {
      return price(quality, size);
    }
    boolean complete =
        row.containsKey(ImageSize.AUTO)
            || (sizes instanceof FixedSizes fixed && row.keySet().containsAll(fixed.sizes()));
    Usd best = null;
    for (Usd cell : row.values()) {
      best = best == null ? cell : further(best, cell, sign);
    }
    return complete ? best : null;
  }

  private static Usd further(Usd one, Usd other, int sign) {
    return Integer.signum(other.compareTo(one)) == sign ? other : one;
  }
}

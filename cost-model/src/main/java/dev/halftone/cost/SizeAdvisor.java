package dev.halftone.cost;

import java.time.LocalDate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds a size that has at least as many pixels in each direction and costs less, which happens
 * because tokens are not monotone in pixels: 1536x1024 is cheaper than 1024x1024.
 *
 * <p>Stateless and thread-safe; no I/O. Some hundred sizes are looked at, not all: on a line of the
 * grid on which the long edge stays the same, tokens only rise with the short one, so each line is
 * represented by its shortest legal size.
 */
public final class SizeAdvisor {
  private SizeAdvisor() {}

  /**
   * The quote of the cheapest such size, judged by the most it can cost and, among equals, by the
   * fewest pixels; null if none is cheaper than the size asked for, if that is auto, or if it is
   * expected to cost more.
   *
   * @throws QuoteException if the spec itself cannot be priced
   */
  public static @Nullable Quote cheaper(
      CostEstimator estimator, String priceList, String model, ImageSpec spec, LocalDate on) {
    Quote asked = estimator.quote(priceList, model, spec, on);
    ModelCard card = estimator.catalog().model(model);
    if (card == null || spec.size().isAuto()) {
      return null;
    }
    ImageSize size = best(card, spec);
    if (size.isAuto() || size.equals(spec.size())) {
      return null;
    }
    Quote other = estimator.quote(priceList, model, spec.newBuilder().size(size).build(), on);
    boolean cheaper =
        asked.most().isMoreThan(other.most()) && !other.expected().isMoreThan(asked.expected());
    return cheaper ? other : null;
  }

  /** The size with the fewest tokens at most that covers the one asked for; auto if none does. */
  static ImageSize best(ModelCard card, ImageSpec spec) {
    Quality quality = spec.quality() == Quality.AUTO ? card.autoQuality() : spec.quality();
    Search search =
        new Search(size -> card.outputTokens().most(size, quality, spec.n()), spec.size());
    if (card.sizes() instanceof FlexibleSizes flexible) {
      int step = flexible.multiple();
      for (int edge = step; edge <= flexible.maxEdge(); edge += step) {
        int wide = flexible.leastShortEdge(edge, spec.size().height());
        if (edge >= spec.size().width() && wide > 0) {
          search.consider(new ImageSize(edge, wide));
        }
        int tall = flexible.leastShortEdge(edge, spec.size().width());
        if (edge >= spec.size().height() && tall > 0) {
          search.consider(new ImageSize(tall, edge));
        }
      }
    } else {
      card.sizes().forEach(search::consider);
    }
    return search.best;
  }

  private static final class Search {
    private final ToLongFunction<ImageSize> tokens;
    private final ImageSize asked;
    private ImageSize best = ImageSize.AUTO;
    private long fewest = Long.MAX_VALUE;

    private Search(ToLongFunction<ImageSize> tokens, ImageSize asked) {
      this.tokens = tokens;
      this.asked = asked;
    }

    private void consider(ImageSize size) {
      if (size.width() < asked.width() || size.height() < asked.height()) {
        return;
      }
      long count = tokens.applyAsLong(size);
      if (count < fewest || (count == fewest && size.pixels() < best.pixels())) {
        fewest = count;
        best = size;
      }
    }
  }
}

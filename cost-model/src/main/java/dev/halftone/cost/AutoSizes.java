package dev.halftone.cost;

/**
 * The cheapest and the dearest legal size of a model at one quality, for requests that leave the
 * size to the provider. Neither is at an end of the range of pixels: tokens are not monotone in
 * them.
 */
record AutoSizes(ImageSize cheapest, ImageSize dearest) {
  static AutoSizes of(SizeRule sizes, TokenRule tokens, Quality quality) {
    Search search = new Search(tokens, quality);
    sizes.forEach(search::visit);
    return new AutoSizes(search.cheapest, search.dearest);
  }

  /** The size expected when the provider chooses: the common one, or the first of the list. */
  static ImageSize expected(SizeRule sizes) {
    ImageSize square = new ImageSize(1024, 1024);
    return sizes instanceof FixedSizes fixed && !fixed.sizes().contains(square)
        ? fixed.sizes().get(0)
        : sizes.nearest(square);
  }

  private static final class Search {
    private final TokenRule tokens;
    private final Quality quality;
    private ImageSize cheapest = ImageSize.AUTO;
    private ImageSize dearest = ImageSize.AUTO;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;

    private Search(TokenRule tokens, Quality quality) {
      this.tokens = tokens;
      this.quality = quality;
    }

    private void visit(ImageSize size) {
      long low = lowWeight(size);
      if (low < least) {
        least = low;
        cheapest = size;
      }
      long high = highWeight(size);
      if (high > most) {
        most = high;
        dearest = size;
      }
    }

    // By weight, not by tokens of one image: of two sizes with equal tokens for one image the
    // rounding could still make the other the cheaper for ten.
    private long lowWeight(ImageSize size) {
      if (tokens instanceof FormulaTokens formula) {
        return formula.weight(size, quality, false);
      }
      if (tokens instanceof BoundTokens bound) {
        return bound.lower().weight(size, quality, false);
      }
      return tokens.least(size, quality, 1);
    }

    private long highWeight(ImageSize size) {
      if (tokens instanceof FormulaTokens formula) {
        return formula.weight(size, quality, true);
      }
      if (tokens instanceof BoundTokens bound) {
        return bound.upper().weight(size, quality, true);
      }
      return tokens.most(size, quality, 1);
    }
  }
}

package dev.halftone.cost;

import java.util.EnumMap;
import java.util.Map;

/**
 * The closed formula of gpt-image-2 and gpt-image-2.5, with one factor F per quality. With L and S
 * the long and the short edge and A the area in pixels:
 *
 * <pre>
 * G      = F * S / L, rounded to a whole number
 * tokens = ceil(n * F * G * (2,000,000 + A) / 4,000,000)
 * </pre>
 *
 * <p>Source: the calculator of OpenAI's image guide, as reimplemented and measured between
 * 2026-06-05 and 2026-10-06. Reimplementations disagree on exact halves in G, and no bill on one is
 * known: the likelier ties-to-even is expected, the larger half-up is held.
 */
final class FormulaTokens implements TokenRule {
  static final int MAX_FACTOR = 256;
  private static final long BASE = 2_000_000;
  private static final long DIVISOR = 4_000_000;

  private final EnumMap<Quality, Integer> factors;

  /**
   * @param factors 1 to 256 for every quality the model makes
   */
  FormulaTokens(Map<Quality, Integer> factors) {
    this.factors = new EnumMap<>(factors);
  }

  @Override
  public long least(ImageSize size, Quality quality, int n) {
    return expected(size, quality, n);
  }

  @Override
  public long expected(ImageSize size, Quality quality, int n) {
    return tokens(weight(size, quality, false), n);
  }

  @Override
  public long most(ImageSize size, Quality quality, int n) {
    return tokens(weight(size, quality, true), n);
  }

  @Override
  public boolean isExact() {
    return true;
  }

  /** The tokens of one image before the division, so that sizes can be told apart exactly. */
  long weight(ImageSize size, Quality quality, boolean halfUp) {
    Integer known = factors.get(quality);
    if (known == null) {
      throw new IllegalArgumentException("no factor for quality " + quality);
    }
    long factor = known;
    long longEdge = size.longEdge();
    long scaled = factor * size.shortEdge();
    long shortFactor = scaled / longEdge;
    long twiceRest = 2 * (scaled % longEdge);
    boolean up =
        twiceRest > longEdge || (twiceRest == longEdge && (halfUp || (shortFactor & 1) == 1));
    return factor * (up ? shortFactor + 1 : shortFactor) * (BASE + size.pixels());
  }

  // The un-rounded count is multiplied by n and rounded up once, as bills show.
  private static long tokens(long weight, int n) {
    return (Math.multiplyExact(weight, n) + DIVISOR - 1) / DIVISOR;
  }
}

package dev.halftone.cost;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A published table of tokens by quality and size. Where two publications disagree, the lower is
 * the least and the dearer is what is expected and held.
 */
final class TableTokens implements TokenRule {
  private final List<ImageSize> sizes;
  private final Map<Quality, List<Long>> least;
  private final Map<Quality, List<Long>> most;

  /**
   * @param sizes the columns
   * @param least tokens of one image by quality and column
   * @param most the same, from the dearer publication; equal to {@code least} if there is one only
   */
  TableTokens(
      List<ImageSize> sizes, Map<Quality, List<Long>> least, Map<Quality, List<Long>> most) {
    this.sizes = List.copyOf(sizes);
    this.least = new EnumMap<>(least);
    this.most = new EnumMap<>(most);
  }

  @Override
  public long least(ImageSize size, Quality quality, int n) {
    return Math.multiplyExact(cell(least, size, quality), n);
  }

  @Override
  public long expected(ImageSize size, Quality quality, int n) {
    return most(size, quality, n);
  }

  @Override
  public long most(ImageSize size, Quality quality, int n) {
    return Math.multiplyExact(cell(most, size, quality), n);
  }

  @Override
  public boolean isExact() {
    return least.equals(most);
  }

  private long cell(Map<Quality, List<Long>> cells, ImageSize size, Quality quality) {
    List<Long> row = cells.get(quality);
    int column = sizes.indexOf(size);
    if (row == null || column < 0) {
      throw new IllegalArgumentException("no tokens for %s at %s".formatted(size, quality));
    }
    return row.get(column);
  }
}

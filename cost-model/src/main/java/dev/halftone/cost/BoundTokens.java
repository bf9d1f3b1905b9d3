package dev.halftone.cost;

/**
 * For a model whose formula is not known: declared factors of a related model's formula for the
 * least, the expected and the most.
 */
record BoundTokens(FormulaTokens lower, FormulaTokens middle, FormulaTokens upper)
    implements TokenRule {
  @Override
  public long least(ImageSize size, Quality quality, int n) {
    return lower.least(size, quality, n);
  }

  @Override
  public long expected(ImageSize size, Quality quality, int n) {
    return middle.expected(size, quality, n);
  }

  @Override
  public long most(ImageSize size, Quality quality, int n) {
    return upper.most(size, quality, n);
  }

  @Override
  public boolean isExact() {
    return false;
  }
}

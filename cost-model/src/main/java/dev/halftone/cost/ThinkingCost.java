package dev.halftone.cost;

/**
 * What serving {@link Thinking} adds to a quote; already contained in its sums. Immutable.
 *
 * <p>Until observed usage replaces them, the numbers are declared bounds of the catalogue.
 *
 * @param via how the route serves it
 * @param level what was asked for
 * @param least the least it adds, US dollars
 * @param expected the likeliest it adds, US dollars
 * @param most the most it adds, US dollars
 * @param basis what the numbers rest on; exact where it adds nothing for certain
 * @param textModel tokens of the text model expected, at its own rates and apart from the quote's
 *     usage; none unless {@code via} is {@link ThinkingRoute#RESPONSES}
 * @param note one sentence that says why it costs this
 */
public record ThinkingCost(
    ThinkingRoute via,
    Thinking level,
    Usd least,
    Usd expected,
    Usd most,
    Basis basis,
    Usage textModel,
    String note) {
  /** Thinking was neither asked for nor does the route add any. */
  public static final ThinkingCost OFF =
      nothing(ThinkingRoute.NONE, Thinking.OFF, Basis.EXACT, "no thinking was asked for");

  public ThinkingCost {
    if (least.isNegative() || least.isMoreThan(expected) || expected.isMoreThan(most)) {
      throw new IllegalArgumentException(
          "thinking must rise from least to most: %s, %s, %s".formatted(least, expected, most));
    }
  }

  static ThinkingCost nothing(ThinkingRoute via, Thinking level, Basis basis, String note) {
    return new ThinkingCost(via, level, Usd.ZERO, Usd.ZERO, Usd.ZERO, basis, Usage.NONE, note);
  }

  /** Whether thinking was asked for and the route cannot serve it. */
  public boolean isDropped() {
    return level != Thinking.OFF && via == ThinkingRoute.NONE;
  }
}

package dev.halftone.router;

/**
 * Decision records as lines of JSON, written and read back. Pure and thread-safe.
 *
 * <p>A line starts with {@code "format": 1}. Amounts are decimal strings of US dollars, times are
 * whole nanoseconds. It holds no prompt and no key. {@code docs/explanation.md} has every field.
 */
public final class DecisionLines {
  /** The format written, and the only one read. */
  public static final int FORMAT = 1;

  private DecisionLines() {}

  /** One line, without a line break. */
  public static String write(DecisionRecord decision) {
    return DecisionWriter.json(decision).encode();
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none, naming the field, its value and what is allowed
   */
  public static DecisionRecord read(String line) {
    return DecisionParser.read(line);
  }
}

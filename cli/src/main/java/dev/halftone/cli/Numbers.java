package dev.halftone.cli;

/** Reads numbers, with messages that name what is allowed. */
final class Numbers {
  private Numbers() {}

  static long whole(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is not a whole number".formatted(text), e);
    }
  }

  static int integer(String text) {
    return within(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static int within(String text, int least, int most) {
    long number = whole(text);
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "'%s' is not a whole number from %d to %d".formatted(text, least, most));
    }
    return (int) number;
  }

  static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'%s' is not a number".formatted(text), e);
    }
  }
}

package dev.halftone.provider;

/**
 * A key that never shows itself: {@link #toString} is {@code ***} and only this package can read
 * the value. Immutable and thread-safe.
 */
public final class Secret {
  /** Holds the place of a key that is known only when a call is sent; never sent itself. */
  static final Secret NONE = new Secret("");

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a key; blanks around it, as files and shells leave them, are cut off.
   *
   * @throws IllegalArgumentException if it is empty, or holds a blank or anything but printable
   *     ASCII, which no HTTP header can carry; the message does not repeat it
   */
  public static Secret of(String value) {
    String stripped = value.strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("key is empty");
    }
    if (!stripped.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "key holds a blank, a line break or a character that is not printable ASCII");
    }
    return new Secret(stripped);
  }

  String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}

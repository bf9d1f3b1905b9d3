package dev.halftone.cli;

import java.util.regex.Pattern;

/** Text of others made fit for a terminal and a log. */
final class Plain {
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
  private static final int MAX_CHARS = 400;

  private Plain() {}

  /** The text without control characters, which could steer a terminal, and not endless. */
  static String text(String text) {
    String plain = line(text);
    return plain.length() <= MAX_CHARS ? plain : plain.substring(0, MAX_CHARS) + "...";
  }

  /** The text without control characters, in its full length. */
  static String line(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}

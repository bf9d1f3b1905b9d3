package dev.halftone.cli;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name a person probably meant. */
final class Spelling {
  private static final int MAX_LENGTH = 64;

  private Spelling() {}

  /** The name with the fewest single-character edits to what was written; null if there is none. */
  static @Nullable String nearest(String written, Collection<String> names) {
    String text = written.toLowerCase(Locale.ROOT);
    text = text.substring(0, Math.min(text.length(), MAX_LENGTH));
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String name : names) {
      int edits = edits(text, name);
      if (edits < least) {
        least = edits;
        best = name;
      }
    }
    return best;
  }

  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 0; i < from.length(); i++) {
      int[] row = new int[previous.length];
      row[0] = i + 1;
      for (int j = 0; j < to.length(); j++) {
        int kept = previous[j] + (from.charAt(i) == to.charAt(j) ? 0 : 1);
        row[j + 1] = Math.min(kept, Math.min(previous[j + 1], row[j]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}

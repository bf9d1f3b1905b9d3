package dev.halftone.cost;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name a person probably meant. */
final class NearestName {
  private static final int MAX_LENGTH = 64;

  private NearestName() {}

  /** The name that the fewest single-character edits turn it into; null if there is none. */
  static @Nullable String of(String asked, Collection<String> names) {
    String text = asked.toLowerCase(Locale.ROOT);
    // Names come from users: the distance is quadratic in their length.
    text = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = distance(text, name);
      if (distance < bestDistance) {
        bestDistance = distance;
        best = name;
      }
    }
    return best;
  }

  /** At most {@value #MAX_LENGTH} characters and no control characters, for a message. */
  static String shown(String name) {
    String shown = name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) + "..." : name;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}

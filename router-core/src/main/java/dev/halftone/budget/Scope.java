package dev.halftone.budget;

import java.util.Comparator;

/**
 * Who pays: a free name with a kind, such as {@code team:growth} or {@code run:nightly-42}.
 *
 * @param kind what sort of payer, 1 to 32 of {@code a-z 0-9 -}; a metric tag, so kinds should be
 *     few
 * @param id which one, 1 to 128 visible ASCII characters without a comma
 */
public record Scope(String kind, String id) implements Comparable<Scope> {
  private static final Comparator<Scope> ORDER =
      Comparator.comparing(Scope::kind).thenComparing(Scope::id);
  private static final int MAX_KIND_LENGTH = 32;
  private static final int MAX_ID_LENGTH = 128;

  public Scope {
    if (!isKind(kind) || !isId(id)) {
      throw new IllegalArgumentException(
          "scope '%s:%s' is not KIND:NAME, such as team:growth (kind: a-z, 0-9, -)"
              .formatted(kind, id));
    }
  }

  // Without patterns: services make a scope for each request.
  private static boolean isKind(String kind) {
    for (int i = 0; i < kind.length(); i++) {
      char c = kind.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
        return false;
      }
    }
    return !kind.isEmpty() && kind.length() <= MAX_KIND_LENGTH;
  }

  private static boolean isId(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~' || c == ',') {
        return false;
      }
    }
    return !id.isEmpty() && id.length() <= MAX_ID_LENGTH;
  }

  /**
   * Reads {@code kind:id}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static Scope parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "scope '%s' is not KIND:NAME, such as team:growth".formatted(text));
    }
    return new Scope(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public int compareTo(Scope other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + ":" + id;
  }
}

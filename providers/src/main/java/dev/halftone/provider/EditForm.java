package dev.halftone.provider;

import java.util.Locale;

/** How a host takes the reference images of an edit. */
public enum EditForm {
  /** Not at all: it makes no edits. */
  NONE,
  /** As data URLs in JSON. */
  JSON,
  /** As files in {@code multipart/form-data}. */
  MULTIPART;

  /**
   * Reads a form in any case.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static EditForm parse(String text) {
    for (EditForm form : values()) {
      if (form.name().equalsIgnoreCase(text)) {
        return form;
      }
    }
    throw new IllegalArgumentException(
        "edits '%s' is not one of none, json, multipart".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

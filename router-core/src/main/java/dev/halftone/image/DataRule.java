package dev.halftone.image;

import java.util.Locale;

/**
 * What a provider promises about the prompts and images it is sent. A provider has only what its
 * configuration declares of it: contracts differ from account to account, so nothing is assumed.
 */
public enum DataRule {
  /** Nothing that is sent is used to train models. */
  NO_TRAINING,
  /** Nothing that is sent is kept once it is answered. */
  NO_RETENTION;

  /**
   * Reads a rule in any case, such as {@code no-training}.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static DataRule parse(String text) {
    for (DataRule rule : values()) {
      if (rule.toString().equalsIgnoreCase(text)) {
        return rule;
      }
    }
    throw new IllegalArgumentException(
        "data rule '%s' is not one of no-training, no-retention".formatted(text));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

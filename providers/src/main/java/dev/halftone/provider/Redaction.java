package dev.halftone.provider;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which words of a provider's answer may be repeated in a failure. Providers echo prompts
 * and keys in their texts, so no text is repeated: only short tokens that hold neither.
 */
record Redaction(Secret key, String prompt) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:\\[\\]-]{1,128}");

  /** The token if it may be shown, else null. */
  @Nullable String token(@Nullable String text) {
    if (text == null || !TOKEN.matcher(text).matches() || text.contains(key.reveal())) {
      return null;
    }
    return text.equalsIgnoreCase(prompt.strip()) ? null : text;
  }
}

package dev.halftone.provider;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides which words of a provider's answer may be repeated in a failure. Providers echo prompts
 * and keys in their texts, so no text is repeated: only short tokens that hold neither.
 */
record Redaction(Collection<Secret> secrets, String prompt) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:\\[\\]-]{1,128}");

  Redaction(Secret key, String prompt) {
    this(List.of(key), prompt);
  }

  /** The token if it may be shown, else null. */
  @Nullable String token(@Nullable String text) {
    if (text == null || !TOKEN.matcher(text).matches()) {
      return null;
    }
    if (secrets.stream().anyMatch(secret -> text.contains(secret.reveal()))) {
      return null;
    }
    return text.equalsIgnoreCase(prompt.strip()) ? null : text;
  }
}

package dev.halftone.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a prompt from a text file. */
final class PromptFile {
  /** Longer than any prompt a model accepts, short enough to be read whole. */
  private static final long MAX_BYTES = 1L << 20;

  private PromptFile() {}

  static String read(Console console, String text) {
    Path file = Arguments.existingFile(console, text);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(
            "'%s' has more than %d bytes".formatted(text, MAX_BYTES));
      }
      return Files.readString(file).strip();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("'%s' is not UTF-8 text".formatted(text), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be read: %s".formatted(text, e), e);
    }
  }
}

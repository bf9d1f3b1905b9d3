package dev.halftone.cli;

import dev.halftone.cost.ImageSize;
import dev.halftone.image.InputImage;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the images that a request refers to. */
final class InputFiles {
  private InputFiles() {}

  /** The image in the file that the text names, or just the size it names. */
  static InputImage sizeOrFile(Console console, String text) {
    return text.matches("\\d{1,5}[xX]\\d{1,5}")
        ? InputImage.ofSize(ImageSize.parse(text))
        : file(console, text);
  }

  /**
   * The image in a file.
   *
   * @throws IllegalArgumentException if it cannot be read or is no such image
   */
  static InputImage file(Console console, String text) {
    Path file = Arguments.existingFile(console, text);
    try {
      if (Files.size(file) > InputImage.MAX_BYTES) {
        throw new IllegalArgumentException(
            "'%s' has %d bytes; allowed are %d"
                .formatted(text, Files.size(file), InputImage.MAX_BYTES));
      }
      return of(text, Buffer.buffer(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new IllegalArgumentException("'%s' cannot be read: %s".formatted(text, e), e);
    }
  }

  private static InputImage of(String text, Buffer bytes) {
    try {
      return InputImage.of(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' cannot be used: %s".formatted(text, e.getMessage()), e);
    }
  }
}
